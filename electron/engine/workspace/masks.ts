import { citizenPattern, compoundSurnames, organisationPattern } from '../../../shared/mask.ts'
import { literal, raw, type Sql } from '../duckdb/sql.ts'

/** Patterns over the headers of sources, by what stands under them. */
export type HeaderKind = 'phone' | 'citizen' | 'permit' | 'secret' | 'home' | 'person'

const text = (value: string): string => literal(value)
/** Names of those who are no individual business: a shop or a workshop may be somebody's home. */
const bodies = '公司|合伙|合作社|集团|学校|大学|医院|银行|委员会|协会|事务所|研究院|政府|[局厅]$'
const citizen = (around: string): string => text(around.replace('ID', citizenPattern))

/** Words after which a name stands in running text, if a sign follows that ends it. */
const cues = '姓名|联系人|投诉人|举报人|申诉人|申请人|法定代表人|法人代表|负责人|经营者|当事人|委托人|代理人|证人|家属|执法人员|检查人员|收货人|报案人'
/** Numbers that look like a citizen's and are another thing. */
const permits = '许可|施工|规划|建字|编号|文号|案号|合同'

const compounds = compoundSurnames.join('|')
/** A name's masked form by its length and signs: what one step masks has an asterisk, and none of the next takes it. */
const steps = (name: string): string => [
  [`^(${compounds})[^*]$`, String.raw`\1*`], [String.raw`^(${compounds})\p{Han}(\p{Han})$`, String.raw`\1*\2`], ['^([^*])[^*]?$', String.raw`\1*`], [String.raw`^(\p{Han})\p{Han}(\p{Han})$`, String.raw`\1*\2`],
  [String.raw`^(\p{Han})\p{Han}{2}(\p{Han})$`, String.raw`\1**\2`], [`^(${compounds}|[^*])[^*]+$`, String.raw`\1**`],
].reduce((inner, [pattern, shown]) => `regexp_replace(${inner}, ${text(pattern!)}, ${text(shown!)})`, name)

/**
 * Macros that mask, for a connection that sees no person in full; NULL stays NULL. `mask_person` and `mask_phone` are those of shared/mask.ts.
 * In running text names are found by the words before them: a name that nothing announces stays.
 */
export function maskMacros(headers: readonly (readonly [HeaderKind, string])[]): Sql[] {
  const define = (head: string, body: string): Sql => raw(`CREATE OR REPLACE TEMP MACRO ${head} AS ${body}`)
  const under: Record<HeaderKind, string> = { phone: 'mask_phone(v)', citizen: 'mask_number(v)', permit: 'v', secret: `CASE WHEN v <> '' THEN '***' ELSE v END`, home: 'mask_place(v)', person: 'mask_people(v)' }
  return [
    define('mask_trim(x)', String.raw`regexp_replace(x, '^[\s\p{Z}]+|[\s\p{Z}]+$', '', 'g')`),
    // A macro is written out wherever its argument stands: each step below names it once, or planning would take longer than reading.
    define('mask_trimmed(t)', String.raw`CASE WHEN regexp_matches(t, ${text(`\\*|${organisationPattern}`)}) THEN t ELSE ${steps('t')} END`),
    define('mask_person(x)', 'mask_trimmed(mask_trim(x))'),
    define('mask_people(x)', String.raw`array_to_string(list_transform(string_split_regex(x, '[、,，;；/\n]+'), lambda n : mask_person(n)), '、')`),
    define('mask_phone_trimmed(t)', `CASE WHEN length(t) < 7 THEN regexp_replace(t, '(?s).', '*', 'g') WHEN length(t) < 10 THEN '****' || right(t, 2) ELSE left(t, 3) || '****' || right(t, 4) END`),
    define('mask_phone(x)', 'mask_phone_trimmed(mask_trim(x))'),
    define('mask_number_trimmed(t)', `CASE WHEN length(t) < 9 THEN regexp_replace(t, '(?s).', '*', 'g') ELSE left(t, 6) || repeat('*', length(t) - 8) || right(t, 2) END`),
    define('mask_number(x)', 'mask_number_trimmed(mask_trim(x))'),
    define('mask_citizen(x)', `CASE WHEN regexp_full_match(mask_trim(x), ${citizen('ID')}) THEN mask_number(x) ELSE x END`),
    define('mask_place(x)', String.raw`CASE WHEN mask_trim(x) = '' THEN x ELSE regexp_extract(x, '^(?:.{1,8}?(?:省|自治区))?(?:.{1,8}?(?:市|州|盟|地区))?(?:.{1,8}?(?:区|县|旗|市))?') || '****' END`),
    define('mask_home(x, party)', `CASE WHEN regexp_matches(coalesce(party, ''), ${text(bodies)}) THEN x ELSE mask_place(x) END`),
    define('mask_ids(x)', String.raw`regexp_replace(x, ${citizen(String.raw`(^|[^0-9A-Za-z])((?:ID))([^0-9A-Za-z]|$)`)}, '\1' || '〔身份证号〕' || '\3', 'g')`),
    define('mask_mobiles(x)', String.raw`regexp_replace(x, '(^|\D)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(\D|$)', '\1\2****\3\4', 'g')`),
    define('mask_landlines(x)', String.raw`regexp_replace(x, '(^|\D)(0\d{2,3})[-－—]\d{3,4}(\d{4})(\D|$)', '\1\2-****\3\4', 'g')`),
    define('mask_names(x)', String.raw`regexp_replace(regexp_replace(x, '(${cues})(姓名)?(：|:|为|是|系)(\s*\p{Han})\p{Han}{1,3}([，,。；;、）)（(\s]|男|女|$)', '\1\2\3\4**\5', 'g'), '(\p{Han})\p{Han}{1,2}(先生|女士|同志)', '\1**\2', 'g')`),
    // A permit's number is cut in two by a sign that text cannot hold, so that it is no citizen's, and put together again.
    define('mask_text(x)', String.raw`replace(mask_names(mask_landlines(mask_mobiles(mask_mobiles(mask_ids(mask_ids(regexp_replace(x, '((?:${permits})[^0-9，,。；;]{0,12}\d{6})(\d{11}[\dXx])', '\1' || chr(64976) || '\2', 'g'))))))), chr(64976), '')`),
    define('mask_about(x, person)', `mask_text(CASE WHEN length(person) BETWEEN 2 AND 20 THEN replace(x, person, mask_person(person)) ELSE x END)`),
    define('mask_cell(h, v)', `CASE ${headers.map(([kind, pattern]) => `WHEN regexp_matches(h, ${text(`(?i)${pattern}`)}) THEN ${under[kind]}`).join(' ')} ELSE mask_text(mask_citizen(v)) END`),
    define('mask_cells(x)', `TRY(to_json(map_from_entries(list_transform(map_entries(x::JSON::MAP(VARCHAR, VARCHAR)), lambda e : {k: e.key, v: mask_cell(e.key, e.value)}))))`),
    // Cells of a row under the headers of its file; beyond them, and where it was never cut, a cell is masked whatever it holds but figures.
    define('mask_row(x, headers)', `CASE WHEN json_valid(x) AND json_type(x) = 'ARRAY' THEN to_json(list_transform(list_zip(from_json(x, '["VARCHAR"]'), headers), lambda z : CASE WHEN z[1] IS NULL THEN NULL WHEN z[2] IS NULL THEN '***' ELSE mask_cell(z[2], z[1]) END)[1:json_array_length(x)])::VARCHAR
      WHEN x IS NULL THEN NULL ELSE '***' END`),
    define('mask_field(f, v)', `CASE f WHEN 'legal_rep' THEN mask_person(v) WHEN 'phone' THEN mask_phone(v) WHEN 'address' THEN mask_place(v) WHEN 'code' THEN mask_citizen(v) ELSE v END`),
    define('mask_fields(x)', `to_json(list_transform(from_json(x, '[{"field":"VARCHAR","left":"VARCHAR","right":"VARCHAR","effect":"DOUBLE"}]'), lambda f : {"field": f.field, "left": mask_field(f.field, f."left"), "right": mask_field(f.field, f."right"), "effect": f.effect}))`),
    define('mask_library(x)', `TRY(to_json(map_from_entries(list_transform(map_entries(x::JSON::MAP(VARCHAR, JSON)), lambda e : {k: e.key, v: CASE WHEN e.key = 'name' THEN to_json(mask_person(e.value->>'$')) WHEN e.key = 'certificate_no' THEN to_json(mask_number(e.value->>'$')) WHEN e.key = 'reason' THEN to_json(mask_text(e.value->>'$')) ELSE e.value END}))))`),
    // [class, digest]: the record class is told, the person that the item names is not.
    define('mask_item(x)', `to_json([x->>'$[0]', '#' || md5(x)])::VARCHAR`),
    define('mask_chips(x, fields)', `to_json(list_transform(from_json(x, '["JSON"]'), lambda c : CASE WHEN list_contains(fields, c->>'field') THEN json_object('field', c->>'field', 'op', 'contains', 'value', '***') ELSE c END))`),
    define('mask_link(x, told)', `CASE WHEN list_contains(told, x->>'verb') THEN mask_text(x) ELSE json_merge_patch(x, '{"input":null,"before":null,"after":null}')::VARCHAR END`),
  ]
}
