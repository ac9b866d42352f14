//! Parquet: the table of labels, with types: days are dates, probabilities numbers.

use std::io::{self, Write as _};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::rows::{COLUMNS, Column, Kind, Value, rows};
use super::{Format, Output, Writer};
use crate::store::{StoredDocument, StoredParagraph};

/// Parquet.
pub static FORMAT: Format = Format {
    name: "parquet",
    description: "a Parquet file for data tools, a row for each label as in CSV; only with --output",
    binary: true,
    open: |out| Ok(Box::new(Groups::new(out).map_err(failed)?)),
};

/// Rows of one group: what is held before it is written.
const GROUP: usize = 50_000;

struct Groups<'w> {
    file: SerializedFileWriter<Output<'w>>,
    columns: Vec<Values>,
    rows: usize,
}

/// The values of one column: those that are there, and for optional columns which rows have one.
#[derive(Default)]
struct Values {
    whole: Vec<i64>,
    real: Vec<f64>,
    flags: Vec<bool>,
    days: Vec<i32>,
    texts: Vec<ByteArray>,
    /// 1 where a row has a value, 0 where not.
    there: Vec<i16>,
}

impl<'w> Groups<'w> {
    fn new(out: Output<'w>) -> Result<Self> {
        let fields = COLUMNS.iter().map(|column| field(column).map(Arc::new)).collect::<Result<Vec<_>>>()?;
        let schema = Type::group_type_builder("labels").with_fields(fields).build()?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
        let columns = COLUMNS.iter().map(|_| Values::default()).collect();
        Ok(Self { file, columns, rows: 0 })
    }

    /// Writes the rows that are held as a group.
    fn write(&mut self) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        for values in &mut self.columns {
            let Some(mut column) = group.next_column()? else { break };
            std::mem::take(values).write(column.untyped())?;
            column.close()?;
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

impl Writer for Groups<'_> {
    fn document(&mut self, document: &StoredDocument, paragraphs: &[StoredParagraph]) -> io::Result<()> {
        for row in rows(document, paragraphs) {
            for (column, values) in COLUMNS.iter().zip(&mut self.columns) {
                values.push(column.kind, (column.value)(&row));
            }
            self.rows += 1;
            if self.rows == GROUP {
                self.write().map_err(failed)?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<Option<String>> {
        self.write().map_err(failed)?;
        self.file.into_inner().map_err(failed)?.flush().map(|()| None)
    }
}

impl Values {
    fn push(&mut self, kind: Kind, value: Value<'_>) {
        match value {
            Value::Whole(number) => self.whole.push(number),
            Value::Flag(flag) => self.flags.push(flag),
            Value::Real(number) => {
                self.real.extend(number);
                self.there.push(number.is_some().into());
            }
            Value::Text(text) if kind == Kind::Day => {
                let day = text.and_then(|text| days(&text));
                self.days.extend(day);
                self.there.push(day.is_some().into());
            }
            Value::Text(text) => {
                self.there.push(text.is_some().into());
                self.texts.extend(text.map(|text| ByteArray::from(text.as_bytes().to_vec())));
            }
        }
    }

    fn write(self, column: &mut ColumnWriter<'_>) -> Result<()> {
        let there = Some(self.there.as_slice());
        let written = match column {
            ColumnWriter::Int64ColumnWriter(column) => column.write_batch(&self.whole, None, None),
            ColumnWriter::BoolColumnWriter(column) => column.write_batch(&self.flags, None, None),
            ColumnWriter::DoubleColumnWriter(column) => column.write_batch(&self.real, there, None),
            ColumnWriter::Int32ColumnWriter(column) => column.write_batch(&self.days, there, None),
            ColumnWriter::ByteArrayColumnWriter(column) => column.write_batch(&self.texts, there, None),
            _ => return Err(ParquetError::General("a column of a type that is never declared".to_owned())),
        };
        written.map(drop)
    }
}

fn field(column: &Column) -> Result<Type> {
    let (physical, logical, repetition) = match column.kind {
        Kind::Whole => (Physical::INT64, None, Repetition::REQUIRED),
        Kind::Flag => (Physical::BOOLEAN, None, Repetition::REQUIRED),
        Kind::Real => (Physical::DOUBLE, None, Repetition::OPTIONAL),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date), Repetition::OPTIONAL),
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::OPTIONAL),
    };
    Type::primitive_type_builder(column.name, physical).with_logical_type(logical).with_repetition(repetition).build()
}

/// Days since 1970 of a day written `YYYY-MM-DD`.
fn days(text: &str) -> Option<i32> {
    let day: jiff::civil::Date = text.parse().ok()?;
    let hours = day.duration_since(jiff::civil::date(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).ok()
}

fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(cause) => io::Error::other(cause),
        },
        error => io::Error::other(error),
    }
}
