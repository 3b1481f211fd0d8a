"""Books made to break a reader: each states what must become of it, and is read with little memory and time."""
