-- Which list or feed named an address that could not be read, and what it is called there: it is looked at again when the
-- list names it no longer.
ALTER TABLE address ADD COLUMN list TEXT;
ALTER TABLE address ADD COLUMN title TEXT;
CREATE INDEX address_list ON address (list) WHERE list IS NOT NULL;

-- What the first page of a list of several pages named (JSON) when the list was last read as far as it was new: the next
-- round reads no further than to one of these.
CREATE TABLE list (
    address TEXT PRIMARY KEY,
    named TEXT NOT NULL
) STRICT, WITHOUT ROWID;
