"""Whether Windows shows everything in high contrast. Elsewhere there is no one place to ask."""

import ctypes

_GET_HIGH_CONTRAST, _IS_ON = 0x42, 1


class _HighContrast(ctypes.Structure):
    """HIGHCONTRASTW of Windows."""

    _fields_ = (
        ("size", ctypes.c_uint),
        ("flags", ctypes.c_uint32),
        ("scheme", ctypes.c_wchar_p),
    )


def high_contrast() -> bool:
    """Whether it is on; no where Windows does not say."""
    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return False
    asked = _HighContrast(size=ctypes.sizeof(_HighContrast))
    told = windows.user32.SystemParametersInfoW(
        _GET_HIGH_CONTRAST, asked.size, ctypes.byref(asked), 0
    )
    return bool(told) and bool(asked.flags & _IS_ON)
