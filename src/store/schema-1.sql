-- What was published: one row for a document, however often it changes or moves.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    first_seen TEXT NOT NULL
) STRICT;

-- Its wordings, in the order in which they were found. The spans of paragraphs point into `text`.
CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    source TEXT NOT NULL,
    title TEXT,
    date TEXT,
    parties TEXT NOT NULL,
    text TEXT NOT NULL,
    body INTEGER NOT NULL,
    raw_sha256 TEXT NOT NULL,
    seen TEXT NOT NULL,
    UNIQUE (document, number)
) STRICT;
CREATE INDEX version_date ON version (date);

-- Every wording that was ever seen, by its SHA-256 without white space: the same text at a second address is no second
-- document.
CREATE TABLE content (
    sha256 TEXT PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document
) STRICT, WITHOUT ROWID;

-- Where documents were looked for: what was there, and when to look again.
CREATE TABLE address (
    address TEXT PRIMARY KEY,
    document INTEGER REFERENCES document,
    stamp TEXT,
    checked INTEGER NOT NULL,
    due INTEGER NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    problem TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE paragraph (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES version,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    section TEXT,
    first_byte INTEGER NOT NULL,
    end_byte INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    UNIQUE (version, number)
) STRICT;

CREATE TABLE model (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    gongbao TEXT NOT NULL,
    first_used TEXT NOT NULL
) STRICT;

CREATE TABLE theme (
    id TEXT PRIMARY KEY,
    zh TEXT NOT NULL,
    en TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which model has judged which wording; the newest row counts.
CREATE TABLE tagging (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES version,
    model INTEGER NOT NULL REFERENCES model,
    tagged TEXT NOT NULL,
    UNIQUE (version, model)
) STRICT;

-- Labels given, and near misses for review.
CREATE TABLE label (
    tagging INTEGER NOT NULL REFERENCES tagging,
    paragraph INTEGER NOT NULL REFERENCES paragraph,
    theme TEXT NOT NULL,
    score REAL NOT NULL,
    probability REAL NOT NULL,
    assigned INTEGER NOT NULL,
    review INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    PRIMARY KEY (tagging, paragraph, theme)
) STRICT, WITHOUT ROWID;

-- What people decided. It holds for the paragraph's wording, so it outlives new versions and new models.
CREATE TABLE decision (
    document INTEGER NOT NULL REFERENCES document,
    paragraph_sha256 TEXT NOT NULL,
    theme TEXT NOT NULL,
    carried INTEGER NOT NULL,
    person TEXT NOT NULL,
    note TEXT,
    decided TEXT NOT NULL,
    PRIMARY KEY (document, paragraph_sha256, theme)
) STRICT, WITHOUT ROWID;

-- What is to be told, and to whom. Rows are made in the transaction that stores the version, so none is forgotten.
CREATE TABLE announcement (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES version,
    channel TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due INTEGER NOT NULL DEFAULT 0,
    told TEXT,
    problem TEXT,
    UNIQUE (version, channel)
) STRICT;
CREATE INDEX announcement_open ON announcement (due) WHERE told IS NULL;

-- The words of each paragraph, parted by spaces.
CREATE VIRTUAL TABLE words USING fts5 (terms, content = '', tokenize = 'unicode61 remove_diacritics 0');
