/** Codes as SQL text, each given the expression of its parts. */

const uscc = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const usccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]
/** Organisation codes given since 2015 are MA and six of these (I, O, S, V and Z are left out). */
const organisation = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Eight characters of an organisation code, no two subjects alike: a bijection of the id, shifted by the seed. */
export function organisationBody(id: string, shift: string, modern: string): string {
  const places = 31 ** 6
  const scattered = `((${id}::BIGINT * 600000007 + ${shift} % ${places}) % ${places})`
  const letters = [5, 4, 3, 2, 1, 0].map((power) => `'${organisation}'[1 + (${scattered} // ${31 ** power} % 31)::INTEGER]`).join(' || ')
  const digits = `lpad(((${id}::BIGINT * 48271007 + ${shift} % 100000000) % 100000000)::VARCHAR, 8, '0')`
  return `CASE WHEN ${modern} THEN 'MA' || ${letters} ELSE ${digits} END`
}

/** The ninth character of an organisation code: GB 11714, 11 − Σ(weight · value) mod 11, where A is 10 and Z 35. */
export function organisationCheck(body: string): string {
  const sum = organisationWeights.map((weight, i) => `${weight} * (strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', ${body}[${i + 1}]) - 1)`).join(' + ')
  return `'0X987654321'[1 + (${sum})::INTEGER % 11]`
}

/** The eighteenth character of a unified social credit code: GB 32100, (31 − Σ(weight · value) mod 31) mod 31. */
export function usccCheck(first17: string): string {
  const sum = usccWeights.map((weight, i) => `${weight} * (strpos('${uscc}', ${first17}[${i + 1}]) - 1)`).join(' + ')
  return `'${uscc}'[1 + (31 - (${sum})::INTEGER % 31) % 31]`
}

/** The fifteenth digit of an old registration number: ISO 7064 MOD 11,10 over the fourteen before (GS 15). */
export function registrationCheck(first14: string): string {
  let product = '10'
  for (let i = 1; i <= 14; i++) product = `(((${product} + ${first14}[${i}]::INTEGER + 9) % 10 + 1) * 2 % 11)`
  return `((11 - ${product}) % 10)::VARCHAR`
}
