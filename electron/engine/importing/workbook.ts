export interface WorkbookRow { number: number; cells: string[] }
export async function sheetsOf(_path: string, _name: string, _format: 'xlsx' | 'xls'): Promise<string[]> { return [] }
export async function* workbookRows(_path: string, _name: string, _format: 'xlsx' | 'xls', _sheet: string | null): AsyncGenerator<WorkbookRow> { yield* [] }
