import { recordClasses } from '../../../shared/classes.ts'
import { cases, count, normal, pick, share, unit, whole } from './chance.ts'
import { organisationBody, organisationCheck, registrationCheck, usccCheck } from './codes.ts'
import type { City } from './words.ts'

/** The invented subjects of one range of ids, with their hidden trait and how many records of each class they have. */

const letters = (text: string): string[] => [...text]

/** A person's name: a surname and one or two characters. */
export const person = (city: City, salt: string, row: string): string =>
  `${pick(`${salt}.surname`, letters(city.surnames), row)} || ${pick(`${salt}.given`, letters(city.given), row)} || CASE WHEN ${unit(`${salt}.two`, row)} < 0.62 THEN ${pick(`${salt}.second`, letters(city.given), row)} ELSE '' END`

/** Registered capital of companies in yuan, and its share per mille. */
const capitals: [number, number][] = [[30_000, 40], [100_000, 90], [300_000, 60], [500_000, 120], [1_000_000, 250], [2_000_000, 110], [3_000_000, 60],
  [5_000_000, 110], [10_000_000, 90], [20_000_000, 30], [50_000_000, 22], [100_000_000, 11], [300_000_000, 4], [1_000_000_000, 2], [5_000_000_000, 1]]

/** A firm's or shop's name of columns type, industry and region, its words drawn of `row`. */
function firmName(city: City, row: string): string {
  const head = letters(city.brand_heads)
  const fancy = `CASE WHEN ${unit('brand3?', row)} < 0.35 THEN ${pick('brand0', head, row)} ELSE '' END || ${pick('brand1', head, row)} || ${pick('brand2', letters(city.brand_tails), row)}`
  const word = cases('industry', city.industries.map((of) => [of.letter, pick('word', of.words, row)]), `'商贸'`)
  const shop = cases('industry', city.industries.map((of) => [of.letter, pick('shop', of.shops, row)]), `'商店'`)
  const county = cases('region', city.regions.map((of) => [of.code, `'${of.name}'`]), `''`)
  const place = share('place', [['西安', 62], ['陕西', 26], ['西安高新区', 5], ['', 7]], row)
  const owner = `CASE WHEN ${unit('owner?', row)} < 0.35 THEN ${pick('owner', letters(city.surnames), row)} || ${pick('owner2', ['记', '家', '氏', '师傅'], row)} ELSE ${fancy} END`
  return `CASE type
    WHEN 'individual' THEN ${pick('zone', ['西安市', '西安市', '', '西安高新区'], row)} || ${county} || ${owner} || ${shop}
    WHEN 'cooperative' THEN '西安市' || ${county} || ${fancy} || ${pick('coop', ['种植', '养殖', '农机服务', '果蔬', '苗木'], row)} || '专业合作社'
    WHEN 'branch' THEN ${place} || ${fancy} || ${word} || '有限公司' || ${pick('branch', ['西安分公司', '高新分公司', '未央分公司', '雁塔营业部', '长安分公司'], row)}
    WHEN 'institution' THEN '西安' || ${fancy} || ${pick('institution', ['研究所', '服务中心', '职业培训学校', '社区卫生服务中心'], row)}
    WHEN 'organisation' THEN '西安' || ${fancy} || ${pick('organisation', ['行业协会', '商会', '公益服务中心', '促进会'], row)}
    WHEN 'foreign' THEN ${fancy} || '（中国）' || ${word} || '有限公司'
    WHEN 'other' THEN ${place} || ${fancy} || ${word} || ${pick('partnership', ['合伙企业（有限合伙）', '个人独资企业', '经营部'], row)}
    ELSE ${place} || ${fancy} || ${word} || ${share('form', [['有限公司', 80], ['有限责任公司', 12], ['股份有限公司', 4], ['集团有限公司', 2], ['科技有限公司', 2]], row)} END`
}

const byIndustry = (city: City, value: (of: City['industries'][number]) => string, otherwise = '0'): string =>
  cases('industry', city.industries.map((of) => [of.letter, value(of)]), otherwise)

/**
 * Steps, each a select list over the one before, from columns id, seed, today, first_id and hub_share to whole subjects.
 * Whoever shares an address, a telephone or a representative shares it with the first of its group of ids, so that
 * nothing has to be looked up: `address_of`, `phone_of`, `legal_of` are that subject's id, or its own.
 */
export function subjectSteps(city: City, hubs: number): { name: string; text: string; window?: string }[] {
  /** One draw for all subjects of a group of so many ids in a row, and the first id of the group. */
  const together = (salt: string, size: number): string => unit(salt, `hash(xor(seed, hash(subject_id // ${size} + ${size}000000007)))`)
  const firstOf = (size: number): string => `greatest(first_id, subject_id - subject_id % ${size})`
  const registrar = city.registrars.reduceRight(
    (rest, of) => `CASE WHEN region IN (${of.of.map((code) => `'${code}'`).join(', ')}) AND ${unit(`registrar${of.code}`, 'place')} < ${of.share} THEN '${of.code}' ELSE ${rest} END`, 'region')
  const county = cases('region', city.regions.map((of) => [of.code, `'${of.city ?? '西安市'}${of.name}'`]), `'西安市'`)
  const street = cases('region', city.regions.map((of) => [of.code, pick('street', of.streets, 'place')]), `''`)
  // What the trait multiplies a count by, whales (1 in 700) far more: the long tail.
  const heat = (slope: number): string => `exp(${slope} * trait - ${((slope * slope) / 2).toFixed(4)}) * years * whale`
  return [
    { name: 'born', text: `id::INTEGER AS subject_id, hash(xor(seed, hash(id::BIGINT))) AS r, seed, today, first_id, last_id, hub_share` },
    { name: 'kind', text: `*, ${share('industry', city.industries.map((of) => [of.letter, of.share]), 'r', 5000)} AS industry` },
    { name: 'typed', text: `*, CASE WHEN ${unit('individual')} < ${byIndustry(city, (of) => String(of.individual))} THEN 'individual'
        WHEN industry = 'A' AND ${unit('coop')} < 0.5 THEN 'cooperative' WHEN industry IN ('P', 'Q', 'N') AND ${unit('public')} < 0.2 THEN 'institution'
        WHEN industry IN ('S', 'T') THEN 'organisation' WHEN ${unit('foreign')} < 0.012 THEN 'foreign' WHEN ${unit('branch?')} < 0.05 THEN 'branch'
        WHEN ${unit('partnership?')} < 0.03 THEN 'other' ELSE 'company' END AS type,
        today - (30 + floor(10900 * power(${unit('age')}, 1.6)))::INTEGER AS established,
        subject_id // 12 > first_id // 12 + 1 AND ${together('a', 12)} < 0.08 AS housemates, ${together('p', 8)} < 0.06 AS linemates, ${together('l', 6)} < 0.1 AS siblings, ${together('m', 60)} < 0.01 AS empire` },
    { name: 'joined', text: `*, type IN ('company', 'other') AND NOT housemates AND ${unit('hub?')} < hub_share AS shell, subject_id BETWEEN first_id + 10 AND first_id + ${9 + hubs} AS agency` },
    { name: 'placed', text: `*,
        CASE WHEN agency THEN subject_id WHEN shell THEN first_id + 10 + floor(power(${unit('hub')}, 1.6) * ${hubs})::INTEGER
          WHEN housemates AND ${unit('address?')} < 0.5 THEN ${firstOf(12)} ELSE subject_id END AS address_of,
        CASE WHEN linemates AND ${unit('phone?')} < 0.6 THEN ${firstOf(8)} ELSE subject_id END AS phone_of,
        CASE WHEN type = 'individual' THEN subject_id WHEN siblings THEN CASE WHEN ${unit('legal?')} < 0.6 THEN ${firstOf(6)} ELSE subject_id END
          WHEN empire AND ${unit('legal?')} < 0.5 THEN ${firstOf(60)} ELSE subject_id END AS legal_of` },
    { name: 'rooted', text: `*, hash(xor(seed, hash(address_of::BIGINT))) AS place, hash(xor(seed, hash(phone_of::BIGINT))) AS line, hash(xor(seed, hash(legal_of::BIGINT))) AS owner` },
    { name: 'housed', text: `*, ${share('region', city.regions.map((of) => [of.code, of.share]), 'place')} AS region, least((today - established) / 365.25, 12) / 5 AS age5,
        CASE WHEN ${unit('whale')} < 0.0015 THEN 9 WHEN ${unit('whale')} < 0.012 THEN 3 ELSE 0.93 END AS whale` },
    { name: 'named', text: `*, ${registrar} AS registrar, ${firmName(city, 'r')} AS name, least(1.25, 0.25 + age5) AS years,
        ${normal('trait')} * 1.0 + ${byIndustry(city, (of) => String(of.risk))} + CASE WHEN today - established BETWEEN 500 AND 2200 THEN 0.2 WHEN today - established > 6500 THEN -0.2 ELSE 0 END
        + CASE WHEN shell THEN 0.8 ELSE 0 END + CASE WHEN address_of <> subject_id THEN 0.35 * ${normal('cluster', 'place')} + 0.15 ELSE 0 END AS trait` },
    { name: 'coded', text: `*, established >= DATE '2015-10-01' AS modern,
        CASE type WHEN 'individual' THEN '92' WHEN 'cooperative' THEN '93' WHEN 'institution' THEN '12' WHEN 'organisation' THEN '51' ELSE '91' END || registrar AS head,
        type = 'individual' AND established < DATE '2014-01-01' AND ${unit('old?')} < 0.35 AS uncoded,
        ${organisationBody('subject_id', 'seed', `established >= DATE '2015-10-01'`)} AS body` },
    { name: 'checked', text: `*, head || body || ${organisationCheck('body')} AS first17, registrar || '600' || lpad((subject_id % 100000)::VARCHAR, 5, '0') AS first14` },
    { name: 'counted', text: `*, CASE WHEN uncoded THEN NULL ELSE first17 || ${usccCheck('first17')} END AS uscc, CASE WHEN uncoded THEN first14 || ${registrationCheck('first14')} END AS local_code,
        CASE WHEN type <> 'individual' AND established < today - 700 AND ${unit('renamed?')} < 0.06 THEN ${firmName(city, 'hash(r)')} END AS former_name,
        ${person(city, 'legal', 'owner')} AS legal_rep,
        '陕西省' || ${county} || ${street} || ${whole('number', 1, 288, 'place')} || '号' || CASE
          WHEN shell OR agency THEN ${pick('hubhouse', city.hub_houses, 'place')}
          WHEN type = 'individual' AND NOT housemates THEN ${pick('front', ['', '1层', '临街商铺', '1号商铺', '市场内'], 'place')}
          ELSE ${pick('house', city.houses, 'place')} || ${pick('tower', ['A座', 'B座', 'C座', '1号楼', '2号楼', '5号楼'], 'place')} || (${whole('floor', 1, 32, 'place')} * 100 + ${whole('room', 1, 24, 'place')}) || '室' END AS address,
        CASE WHEN ${unit('phone-known', 'line')} < 0.94 THEN '029-' || (${whole('line', 80000000, 89999999, 'line')}) END AS phone,
        CASE WHEN type IN ('institution', 'organisation', 'branch') THEN NULL
          WHEN type = 'individual' THEN CASE WHEN ${unit('capital?')} < 0.6 THEN ${pick('stake', [5000, 10000, 20000, 30000, 50000, 80000, 100000, 200000])} END
          ELSE ${share('capital', capitals, 'r', 1000)} END::DOUBLE AS capital_yuan,
        CASE WHEN ${unit('ended')} < 0.05 + 0.02 * exp(0.6 * trait) THEN ${share('end', [['revoked', 30], ['cancelled', 42], ['closed', 20], ['moved', 8]])} WHEN ${unit('status?')} < 0.004 THEN 'unknown' ELSE 'active' END AS status,
        1 + ${count('registration', '0.45 * least(age5, 2)', 12)} AS n_registration,
        ${count('supervision', `1.8 * years * (0.85 + 0.1 * exp(0.5 * trait))`, 60)} AS n_supervision,
        ${count('penalty', `0.62 * ${heat(1.45)}`, 90)} AS n_penalty,
        ${count('complaint', `1.95 * ${heat(1.35)} * CASE WHEN industry IN ('H', 'F', 'O', 'P') THEN 1.25 ELSE 0.7 END`, 600)} AS n_complaint,
        greatest(0, least(5, date_part('year', today)::INTEGER - date_part('year', established)::INTEGER)) AS n_reports,
        ${count('operation', `0.6 * years`, 12)} AS n_other_operation,
        ${count('opinion', `1.0 * ${heat(0.7)}`, 900)} AS n_opinion,
        ${count('judicial', `0.75 * ${heat(0.85)} * CASE WHEN type = 'individual' THEN 0.4 ELSE 1.3 END`, 150)} AS n_judicial,
        ${count('licence', `${byIndustry(city, (of) => String(of.licensed))} * (0.5 + 0.6 * least(1, age5))`, 20)} AS n_licence,
        ${count('product', `${byIndustry(city, (of) => String(of.tested))} * years`, 80)} AS n_product,
        ${count('listing', `0.5 * ${heat(0.8)} + CASE WHEN type = 'company' THEN 0.12 ELSE 0.02 END`, 8)} AS n_listing,
        (CASE WHEN type = 'individual' THEN 0 ELSE 1 END + CASE WHEN type IN ('company', 'foreign') THEN 1 + ${count('holders', '0.55', 8)} ELSE 0 END
          + (address_of <> subject_id)::INTEGER + (phone_of <> subject_id)::INTEGER + (legal_of <> subject_id)::INTEGER + ${count('ventures', `CASE WHEN type = 'company' THEN 0.25 ELSE 0 END`, 10)}) AS n_relation` },
    { name: 'summed', text: `* EXCLUDE (seed, housemates, linemates, siblings, empire, head, body, first17, first14, modern, uncoded, age5, hub_share), n_reports + n_other_operation AS n_operation` },
    // How many rows of each class came before, for their numbers in the source.
    { name: 'numbered', text: `*, ${recordClasses.map((name) => `coalesce(sum(n_${name}) OVER earlier, 0)::BIGINT AS at_${name}`).join(', ')}`,
      window: 'earlier AS (ORDER BY subject_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)' },
  ]
}
