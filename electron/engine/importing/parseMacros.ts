import { literal, raw, type Sql } from '../duckdb/sql.ts'
import { nameMacro } from '../identity/normaliseName.ts'
import { usccMacros } from '../identity/uscc.ts'
import type { Reference, Words } from './reference.ts'

/** Latin letters, digits and signs in full width, and their half-width forms. */
const half = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).join('')
const full = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0xff01 + i)).join('')
const chineseDigits = '零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟'
const smallChange = '(?:[一二三四五六七八九壹贰叁肆伍陆柒捌玖零]+角)?(?:[一二三四五六七八九壹贰叁肆伍陆柒捌玖零]+分)?'
/** What is trimmed, as a pattern: a row without any of it needs no trimming. */
export const blankPattern = '[ \\t\\r\\n\\v\\f\\x7f\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200f}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{2060}\\x{3000}\\x{feff}]'
/** What is trimmed: a list, as a pattern over long cells costs fifty times as much. */
const blanks = [' \t\r\n\v\f', '\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u007f', ...Array.from({ length: 11 }, (_, i) => String.fromCharCode(0x2000 + i))].join('')
const toHalf = (x: string): string => `CASE WHEN regexp_matches(${x}, '[\\x{FF01}-\\x{FF5E}]') THEN translate(${x}, ${literal(full)}, ${literal(half)}) ELSE ${x} END`

/** The first currency word of a text, as its code: one pattern, where a CASE of twenty took twenty times as long. */
function currencyOf(words: Words): string {
  const all = words.flatMap(([code, pattern]) => pattern.split('|').map((word) => ({ word, code }))).sort((a, b) => b.word.length - a.word.length)
  return `map([${all.map(({ word }) => literal(word)).join(', ')}], [${all.map(({ code }) => literal(code)).join(', ')}])[regexp_extract(upper(t), ${literal(`(${all.map(({ word }) => word).join('|')})`)}, 1)]`
}

/** CASE of a vocabulary over a column of text. */
const caseOf = (words: Words, column: string): string =>
  `CASE ${words.map(([code, pattern]) => `WHEN regexp_matches(${column}, ${literal(`(?i)${pattern}`)}) THEN ${literal(code)}`).join(' ')} END`

/**
 * The macros that read cells. A macro writes its argument out each time it uses it: give plain columns only, prepared in steps
 * (t = clean(cell); c = date_part_of(t) for days, compact(t) for numbers), or plans grow beyond what DuckDB can take.
 * - clean(x): trimmed text, NULL where it says nothing
 * - day_of(t, c, month_first): DATE in any notation seen; `c` is not read where is_iso(t); slashes put the day first unless `month_first`. range_end(t): the later half of a range
 * - amount_in(c, factor): yuan of a number with 万/亿, commas, full width and currency words; `factor` is the unit in the header
 * - whole_in, year_in, share_in(c); code_<vocabulary>(t)
 * - capital_in(c, factor): registered capital in yuan; capital_currency_in(c, factor): ISO 4217. Both NULL: not understood
 */
export function parseMacros(reference: Reference): Sql[] {
  const missing = literal(`(?i)(?:${[...new Set(reference.missing.map(String))].map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})`)
  const numeral = reference.missing.some((word) => /^\d/.test(String(word)))
  const longest = Math.max(...reference.missing.map((word) => Buffer.byteLength(String(word))))
  const macro = (signature: string, body: string): Sql => raw(`CREATE OR REPLACE MACRO ${signature} AS ${body}`)
  return [
    nameMacro(false), ...usccMacros(false),
    macro('trimmed(x)', String.raw`CASE WHEN regexp_matches(x, '[\s\p{Z}\p{C}]') THEN trim(x, ${literal(blanks)}) ELSE x END`),
    macro('said(t)', `CASE WHEN strlen(t) > ${longest} THEN t ${numeral ? '' : "WHEN t >= '0' AND t < ':' THEN t "}WHEN NOT regexp_full_match(t, ${missing}) THEN t END`),
    macro('clean(x)', 'said(trimmed(x))'),
    macro('compact(x)', String.raw`CASE WHEN regexp_full_match(x, '[!-~]*') THEN x ELSE regexp_replace(${toHalf('x')}, '[\s\p{Z}\p{C}]', '', 'g') END`),
    macro('ymd(y, m, d)', `CASE WHEN try_cast(y AS INTEGER) BETWEEN 1900 AND 2200 THEN try_cast(y || '-' || m || '-' || d AS DATE) END`),
    macro('serial_day(n)', `CASE WHEN n BETWEEN 10000 AND 80000 THEN DATE '1899-12-30' + n::INTEGER END`),
    macro('century(y)', `CASE WHEN length(y) = 2 THEN (CASE WHEN y::INTEGER < 70 THEN '20' ELSE '19' END) || y ELSE y END`),
    // `c` is the cell without blanks; blanks between date and time are told apart by the caller (day_of).
    macro('day_in(c, month_first)', String.raw`CASE
      WHEN regexp_matches(c, '^\d{4}[-/.年月]\d{1,2}[-/.月]\d{1,2}')
        THEN ymd(regexp_extract(c, '^(\d{4})', 1), regexp_extract(c, '^\d{4}[-/.年月](\d{1,2})', 1), regexp_extract(c, '^\d{4}[-/.年月]\d{1,2}[-/.月](\d{1,2})', 1))
      WHEN regexp_matches(c, '^\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})($|[^\d])')
        THEN CASE WHEN month_first
          THEN ymd(century(regexp_extract(c, '^\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})', 1)), regexp_extract(c, '^(\d{1,2})', 1), regexp_extract(c, '^\d{1,2}[-/.](\d{1,2})', 1))
          ELSE ymd(century(regexp_extract(c, '^\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})', 1)), regexp_extract(c, '^\d{1,2}[-/.](\d{1,2})', 1), regexp_extract(c, '^(\d{1,2})', 1)) END
      WHEN regexp_matches(c, '^\d{8}($|T|\d{2}:)') THEN ymd(substr(c, 1, 4), substr(c, 5, 2), substr(c, 7, 2))
      WHEN regexp_full_match(c, '\d{12}|\d{14}') AND ymd(substr(c, 1, 4), substr(c, 5, 2), substr(c, 7, 2)) IS NOT NULL THEN ymd(substr(c, 1, 4), substr(c, 5, 2), substr(c, 7, 2))
      WHEN regexp_full_match(c, '\d{13}') THEN make_timestamp(try_cast(c AS BIGINT) * 1000)::DATE
      WHEN regexp_full_match(c, '(?i)\d(\.\d+)?E\+?(11|13)')
        THEN coalesce(ymd(substr(replace(c, '.', ''), 1, 4), regexp_extract(c, '^\d\.\d{3}(\d{2})', 1), '1'), ymd(substr(regexp_replace(c, '[.Ee].*$', '') || regexp_extract(c, '\.(\d*)', 1) || '000', 1, 4), coalesce(nullif(regexp_extract(c, '^\d\.\d{3}(\d)', 1), ''), '') || '0', '1'))
      WHEN regexp_full_match(c, '\d{5}(\.\d+)?') THEN serial_day(floor(try_cast(c AS DOUBLE)))
      WHEN regexp_matches(c, '^\d{4}年第?[1-4一二三四]季度') THEN ymd(substr(c, 1, 4), (CASE regexp_extract(c, '^\d{4}年第?([1-4一二三四])', 1) WHEN '1' THEN 1 WHEN '一' THEN 1 WHEN '2' THEN 4 WHEN '二' THEN 4 WHEN '3' THEN 7 WHEN '三' THEN 7 ELSE 10 END)::VARCHAR, '1')
      WHEN regexp_full_match(c, '\d{4}(年度?|[-/.])\d{1,2}月?份?') THEN ymd(substr(c, 1, 4), regexp_extract(c, '^\d{4}[^\d]+(\d{1,2})', 1), '1')
      WHEN regexp_full_match(c, '\d{4}年?度?') THEN ymd(substr(c, 1, 4), '1', '1')
      WHEN regexp_full_match(c, '\d{6}') THEN ymd(substr(c, 1, 4), substr(c, 5, 2), '1')
    END`),
    macro('english_day(t)', `coalesce(try_strptime(t, '%d %b %Y'), try_strptime(t, '%d %B %Y'), try_strptime(t, '%b %d, %Y'), try_strptime(t, '%B %d, %Y'), try_strptime(t, '%d-%b-%Y'), try_strptime(t, '%d-%b-%y'))::DATE`),
    // A blank between date and time would glue 2022-3-2 and 12:00 into 2022-3-212:00: cut the time off first.
    macro('date_part_of(t)', String.raw`compact(regexp_replace(t, '[\s\p{Z}T]\s*\d{1,2}[:：时]\d{1,2}.*$', ''))`),
    macro('is_iso(t)', String.raw`regexp_matches(t, '^\d{4}-\d{2}-\d{2}')`),
    macro('day_of(t, c, month_first)', String.raw`CASE WHEN t IS NULL THEN NULL
      WHEN is_iso(t) THEN CASE WHEN substr(t, 1, 4) BETWEEN '1900' AND '2200' THEN try_cast(substr(t, 1, 10) AS DATE) END
      WHEN regexp_matches(t, '[A-Za-z]{3}') THEN english_day(t)
      ELSE day_in(c, month_first) END`),
    macro('range_end(t)', String.raw`CASE WHEN regexp_matches(t, '[至到~～]') THEN coalesce(clean(regexp_replace(t, '^.*[至到~～]', '')), t) ELSE t END`),
    macro('scale_of(c)', `CASE WHEN contains(c, '万亿') THEN 1e12 WHEN contains(c, '亿') THEN 1e8 WHEN contains(c, '千万') THEN 1e7 WHEN contains(c, '百万') THEN 1e6 WHEN contains(c, '万') THEN 1e4 WHEN contains(c, '千') THEN 1e3 END`),
    // Thousands commas go; 10,1520000 is 10,152.0000 whose point was lost, as the register that wrote it always gives four decimals.
    macro('plain_number(c)', String.raw`try_cast(replace(CASE WHEN regexp_matches(c, '^-?\d{1,3}(,\d{3})*,\d{7}([^\d]|$)') THEN regexp_replace(c, '(,\d{3})(\d{4})([^\d].*)?$', '\1.\2') ELSE regexp_extract(c, '^-?[\d,]*\.?\d+(?:[Ee][-+]?\d+)?') END, ',', '') AS DOUBLE)`),
    macro('first_number(c)', String.raw`plain_number(regexp_extract(c, '-?[\d,]*\.?\d+(?:[Ee][-+]?\d+)?'))`),
    macro('amount_in(c, factor)', String.raw`CASE WHEN regexp_full_match(c, '-?\d+(\.\d+)?') THEN round(try_cast(c AS DOUBLE) * factor, 4) ELSE round(first_number(c) * coalesce(scale_of(regexp_replace(c, '^[^\d]*', '')), factor), 4) END`),
    macro('whole_in(c)', `TRY(round(first_number(c))::BIGINT)`),
    macro('year_in(c)', String.raw`try_cast(nullif(regexp_extract(c, '(?:19|20)\d{2}'), '') AS INTEGER)`),
    macro('share_in(c)', `CASE WHEN contains(c, '%') OR first_number(c) > 1 THEN first_number(c) / 100 ELSE first_number(c) END`),
    // 处五千元罚款 · 处以罚款人民币贰万元 · 罚款2000. A range (…元以上…以下罚款) is the law's text, not a sum.
    macro('fine_text(t)', String.raw`replace(coalesce(nullif(regexp_extract(t, '([\d,.]+[万千]?|[${chineseDigits}]+)(?:[元圆]${smallChange}整?)?(?:的|人民币)?罚款', 1), ''), nullif(regexp_extract(t, '罚款(?:人民币|金额)?[:：为计￥¥]*([\d,.]+[万千]?|[${chineseDigits}]+)(?:[元圆]${smallChange})?(?:$|[^\d,.以万千元圆${chineseDigits}])', 1), '')), ',', '')`),
    macro('cn_digit(x)', `CASE WHEN x = '' THEN 0 ELSE strpos('一二三四五六七八九', x) END`),
    macro('cn_section(s)', `1000 * cn_digit(regexp_extract(s, '([一二三四五六七八九])千', 1)) + 100 * cn_digit(regexp_extract(s, '([一二三四五六七八九])百', 1))
      + CASE WHEN regexp_matches(s, '(^|[零百千])十') THEN 10 ELSE 10 * cn_digit(regexp_extract(s, '([一二三四五六七八九])十', 1)) END + cn_digit(regexp_extract(s, '([一二三四五六七八九])$', 1))`),
    macro('cn_number(s)', `CASE WHEN contains(s, '万') THEN 10000 * cn_section(regexp_extract(s, '^(.*)万', 1)) + cn_section(regexp_extract(s, '万(.*)$', 1)) ELSE cn_section(s) END`),
    macro('fine_in(f)', String.raw`CASE WHEN f IS NULL THEN NULL WHEN regexp_matches(f, '^[\d.]') THEN amount_in(f, 1) ELSE cn_number(translate(f, '壹贰叁肆伍陆柒捌玖拾佰仟两〇', '一二三四五六七八九十百千二零'))::DOUBLE END`),
    macro('currency_of(t)', currencyOf(reference.currencies)),
    // Registered capital: a number that leads the cell. The unit stands in the cell, or in the header (factor); without either it is unknown, not guessed.
    macro('capital_number(c)', String.raw`CASE WHEN regexp_matches(c, '^[¥￥$€£]?(人民币|美元|港币|RMB|CNY|USD)?-?[\d,]*\.?\d') THEN first_number(c) END`),
    macro('capital_in(c, factor)', `CASE WHEN coalesce(currency_of(c), 'CNY') = 'CNY' THEN round(capital_number(c) * coalesce(scale_of(c), CASE WHEN regexp_matches(c, '[元圆]|CNY|RMB|¥|￥') THEN 1 END, factor), 2) END`),
    macro('capital_currency_in(c, factor)', `CASE WHEN capital_number(c) IS NOT NULL AND (currency_of(c) IS NOT NULL OR scale_of(c) IS NOT NULL OR factor IS NOT NULL OR regexp_matches(c, '[元圆]')) THEN coalesce(currency_of(c), 'CNY') END`),
    ...Object.entries(reference.codes).map(([name, words]) => macro(`code_${name}(t)`, caseOf(words, 't'))),
  ]
}
