"""Reading notices: from CSV and XML files of several makers and from messages. Pure functions: text in, values out."""
