export interface Deferred<T> { promise: Promise<T>; resolve(value: T): void; reject(error: Error): void }

/** A promise and its ends, as Promise.withResolvers gives it from Node 22 on. */
export function deferred<T>(): Deferred<T> {
  const made = {} as Deferred<T>
  made.promise = new Promise<T>((resolve, reject) => Object.assign(made, { resolve, reject }))
  return made
}
