const backwards = Array.from({ length: 1000 }, (_, n) => String(n % 10) + (Math.floor(n / 10) % 10) + Math.floor(n / 100))
const limbs = new Float64Array(16)

const turned = Float64Array.from(backwards, Number)

/** The first nine of these digits as a whole number: the first remainder of that division, read backwards. */
export function firstDigits(bytes: Uint8Array): number {
  let rest = 0
  for (let i = 0; i < 32; i += 2) {
    const dividend = rest * 65536 + (bytes[i]! << 8) + bytes[i + 1]!
    rest = dividend - Math.floor(dividend / 1e9) * 1e9 // % is ten times as long on such numbers
  }
  const thousands = Math.floor(rest / 1000)
  const millions = Math.floor(thousands / 1000)
  return turned[rest - thousands * 1000]! * 1e6 + turned[thousands - millions * 1000]! * 1000 + turned[millions]!
}

const nineOf = (rest: number): string => backwards[rest % 1000]! + backwards[Math.floor(rest / 1000) % 1000]! + backwards[Math.floor(rest / 1e6)]!

/**
 * The decimal digits of a SHA-256, lowest first, at least 64: long division of sixteen 16-bit limbs by 10^9, whose
 * remainders come out in just that order. All intermediate values stay below 2^46.
 */
export function ticketDigits(bytes: Uint8Array): string {
  for (let i = 0; i < 16; i++) limbs[i] = bytes[2 * i]! * 256 + bytes[2 * i + 1]!
  let digits = ''
  let top = 0
  while (top < 16) {
    let rest = 0
    for (let i = top; i < 16; i++) {
      const dividend = rest * 65536 + limbs[i]!
      const quotient = Math.floor(dividend / 1e9)
      limbs[i] = quotient
      rest = dividend - quotient * 1e9
    }
    while (top < 16 && limbs[top] === 0) top++
    const nine = nineOf(rest)
    digits += top < 16 ? nine : nine.slice(0, String(rest).length)
  }
  return digits.padEnd(64, '0')
}
