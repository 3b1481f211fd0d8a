"""The only room that knows Excel: the table of sheets, the gate, the reader, the template, the writer."""
