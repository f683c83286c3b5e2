/** The same tree of keys, any sentences: what the second language must be. */
export type Words<T> = { [K in keyof T]: T[K] extends string ? string : Words<T[K]> }
