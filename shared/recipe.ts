import { recordClasses } from './classes.ts'
import { z } from './schema.ts'

/** Units in which sources give sums of money. */
export const sumUnits = ['元', '万元', '亿元'] as const

/** How the files of a source are read, as its YAML says. */
export const recipeSchema = z.strictObject({
  name: z.string().min(1).max(200),
  /** Of file names: * any text, ? any one sign. */
  pattern: z.string().min(1).max(300),
  class: z.enum(recordClasses),
  encoding: z.enum(['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
  sheet: z.string().max(200).optional(),
  header_row: z.number().int().min(0).max(1000).optional(),
  date_order: z.enum(['day_first', 'month_first']).optional(),
  /** Unit of a column's figures by column of the class, where the header does not say it. */
  units: z.record(z.string().max(60), z.enum(sumUnits)).optional(),
  /** Every source column in order; '' is kept beside the record. */
  columns: z.array(z.strictObject({ source: z.string().max(500), column: z.string().max(60) })).min(1).max(2000),
})
export type RecipeText = z.infer<typeof recipeSchema>
