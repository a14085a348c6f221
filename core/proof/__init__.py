"""审核校验单: how every check ended, as a list to read, to filter and to print."""
