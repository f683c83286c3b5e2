import { literal, raw, sql, type Sql } from '../duckdb/sql.ts'

/** Brackets that mean the same in a name. */
const brackets: [string, string][] = [...'【〔﹝﹙〖［［{｛'].map((sign) => [sign, '('] as [string, string]).concat([...'】〕﹞﹚〗］］}｝'].map((sign) => [sign, ')'] as [string, string]), [['[', '('], [']', ')']])

/** One character to one: compatibility forms that occur in names (full width, half-width kana, CJK compatibility, Kangxi radicals) and brackets. */
function pairs(): [string, string][] {
  const found = new Map<string, string>(brackets)
  for (const [first, last] of [[0x2e80, 0x2fd5], [0x3131, 0x318e], [0xf900, 0xfaff], [0xfe30, 0xfe6b], [0xff01, 0xffee]] as const) {
    for (let code = first; code <= last; code++) {
      const sign = String.fromCharCode(code)
      const plain = sign.normalize('NFKC').toLowerCase()
      if (!found.has(sign) && plain !== sign && plain.length === 1) found.set(sign, plain)
    }
  }
  return [...found]
}
const table = new Map(pairs())

/** Characters that the table can change, as a class of regular expressions: rows without any of them skip the slow translation. */
const special = '[\\x{2E80}-\\x{2FD5}\\x{3131}-\\x{318E}\\x{F900}-\\x{FAFF}\\x{FE30}-\\x{FE6B}\\x{FF01}-\\x{FFEE}\\x{3010}\\x{3011}\\x{3014}-\\x{3017}\\[\\]{}]'

/** Most names: nothing but their brackets can change in them. */
const ordinary = '^[\\x{4E00}-\\x{9FFF}（）()0-9a-z]*$'

/**
 * The key under which names are compared: compatibility forms to plain ones, every kind of bracket round, blanks and invisible
 * characters gone, lower case. Two names with the same key are the same name; nothing nearer than that is guessed.
 */
export const normaliseName = (name: string): string =>
  [...name.toLowerCase()].map((sign) => table.get(sign) ?? sign).join('').replace(/[\s\p{Z}\p{C}]/gu, '')

/** The same in SQL, as macro `name_key(x)`. */
export function nameMacro(temporary: boolean): Sql {
  const from = raw(literal([...table.keys()].join('')))
  const to = raw(literal([...table.values()].join('')))
  const create = raw(temporary ? 'CREATE OR REPLACE TEMP MACRO' : 'CREATE OR REPLACE MACRO')
  return sql`${create} name_key(x) AS CASE WHEN regexp_matches(x, ${raw(literal(ordinary))})
    THEN CASE WHEN contains(x, '（') OR contains(x, '）') THEN replace(replace(x, '（', '('), '）', ')') ELSE x END
    ELSE regexp_replace(
      CASE WHEN regexp_matches(replace(replace(x, '（', '('), '）', ')'), ${raw(literal(special))})
        THEN translate(lower(x), ${from}, ${to})
        ELSE lower(replace(replace(x, '（', '('), '）', ')')) END, '[\\s\\p{Z}\\p{C}]', '', 'g') END`
}
