import type { RecordClass } from '../../../shared/classes.ts'

/** Seconds on the clock, and of the processor; null where that cannot be told. */
export interface Spent { wall: number; cpu: number | null }

/** Another engine that works out the values of the catalogue's dimensions from the same tables. */
export interface Peer {
  /** With its version, e.g. PostgreSQL 15.14. */
  name: string
  /** Works out all values of all classes, from tables that it holds already, and keeps them in its own way. */
  measure(): Promise<Spent>
  /** The values last worked out, of a class, as a Parquet or CSV file: (subject_id, one column a dimension). */
  write(group: RecordClass, folder: string): string
  close(): void
}
