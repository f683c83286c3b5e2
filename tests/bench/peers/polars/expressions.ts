import pl, { type Expr, type LazyDataFrame } from 'nodejs-polars'
import type { TableName } from '../tables.ts'

/** What a class is worked out from: what is known of each class (with `age_days`), all subjects, and the day, in days since 1970. Days are whole numbers everywhere. */
export interface Known { frames: Record<TableName, LazyDataFrame>; day: number }

export const c = pl.col
export const none = pl.lit(null)
/** A whole number: a plain one would be a float, and turn what it is compared with into floats. */
export const int = (value: number): Expr => pl.lit(value).cast(pl.Int32)

export const all = (...conditions: Expr[]): Expr => conditions.reduce((both, one) => both.and(one))
export const any = (...conditions: Expr[]): Expr => conditions.reduce((both, one) => both.or(one))
export const is = (column: string, ...values: string[]): Expr => (values.length === 1 ? c(column).eq(pl.lit(values[0]!)) : c(column).isIn(values))
export const isnt = (column: string, value: string): Expr => c(column).neq(pl.lit(value)).fillNull(true)
export const has = (column: string, ...words: string[]): Expr => (words.length === 1 ? c(column).str.contains(words[0]!, true) : c(column).str.contains(words.join('|')))
export const within = (days: number): Expr => c('age_days').ltEq(int(days))
export const aged = (from: number, to: number): Expr => all(c('age_days').gtEq(int(from)), within(to))

/** The value where the conditions hold, else unknown. */
export const only = (value: Expr, ...conditions: Expr[]): Expr => pl.when(all(...conditions)).then(value).otherwise(none)
/** How many rows of a subject meet the conditions. */
export const n = (...conditions: Expr[]): Expr => all(...conditions).sum()
export const distinct = (column: string, ...conditions: Expr[]): Expr => c(column).filter(all(...conditions, c(column).isNotNull())).nUnique()
/** 0.5 ^ (age / days), summed over the rows that meet the conditions. */
export const decayed = (days: number, ...conditions: Expr[]): Expr => only(decay(days), ...conditions).sum()
export const decay = (days: number): Expr => c('age_days').mul(pl.lit(-Math.LN2 / days)).exp()
/** A part of a whole, unknown where there is no whole. Two whole numbers would be divided without remainder. */
export const share = (part: Expr, whole: Expr): Expr => where(whole.gt(int(0)), part.cast(pl.Float64).div(whole))
export const flag = (condition: Expr): Expr => pl.when(condition).then(int(1)).otherwise(int(0))
export const where = (condition: Expr, value: Expr): Expr => pl.when(condition).then(value).otherwise(none)
export const whereElse0 = (condition: Expr, value: Expr): Expr => pl.when(condition).then(value).otherwise(int(0))

/** What is found in texts that repeat: each different one is searched once. */
export const searched = (frame: LazyDataFrame, column: string, found: Record<string, Expr>): LazyDataFrame =>
  frame.join(frame.select(column).unique().withColumns(...named(found)), { on: column, how: 'left' })

export const named = (expressions: Record<string, Expr>): Expr[] => Object.entries(expressions).map(([name, one]) => one.alias(name))

/** One row a subject: (subject_id, one column a dimension). */
export const bySubject = (frame: LazyDataFrame, values: Record<string, Expr>): LazyDataFrame => frame.groupBy('subject_id').agg(...named(values))
