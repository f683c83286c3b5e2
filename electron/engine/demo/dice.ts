/** Throws of one row's 64 bits, one after another. */
export class Dice {
  #state: bigint
  constructor(state: string) {
    this.#state = BigInt(state)
  }

  /** 0 … sides − 1 (Knuth's MMIX generator, upper bits). */
  roll(sides: number): number {
    this.#state = BigInt.asUintN(64, this.#state * 6364136223846793005n + 1442695040888963407n)
    return Number((this.#state >> 33n) % BigInt(sides))
  }

  of<T>(items: readonly T[]): T {
    return items[this.roll(items.length)]!
  }
}
