/** A file's name without ending: kind, number, and the task's name as far as file systems take it. */
export const fileName = (kind: string, number: number, name: string): string => `${kind}-${number}-${name.replaceAll(/[\\/:*?"<>|\s]+/g, '-')}`
