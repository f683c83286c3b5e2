import type { DictionaryTable } from '../../../shared/contract.ts'

const words = {
  en: {
    title: 'Data dictionary', lead: 'The tables of a workspace, as `resources/migrations` makes them. Written by `npm run dictionary`: edit the migrations, and `resources/dictionary` for the Chinese, not this page.',
    column: 'column', type: 'type', required: 'always there', meaning: 'meaning', view: 'view', yes: 'yes',
  },
  'zh-CN': {
    title: '数据字典', lead: '工作区各表，依 `resources/migrations` 所建。本页由 `npm run dictionary` 写成：请修改迁移文件及 `resources/dictionary`，不要直接修改本页。',
    column: '栏目', type: '类型', required: '必有', meaning: '含义', view: '视图', yes: '是',
  },
} as const

/** The dictionary as a page of Markdown. */
export function writePage(tables: DictionaryTable[], language: keyof typeof words): string {
  const say = words[language]
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*')
  const part = (table: DictionaryTable): string => [
    `## ${table.name}${table.kind === 'view' ? ` (${say.view})` : ''}\n`,
    `${cell(language === 'en' ? table.meaningEn : table.meaningZh)}\n`,
    ...(table.columns.length === 0 ? [] : [[
      `| ${say.column} | ${say.type} | ${say.required} | ${say.meaning} |`, '|---|---|---|---|',
      ...table.columns.map((one) => `| \`${one.name}\` | ${one.type} | ${one.required ? say.yes : ''} | ${cell(language === 'en' ? one.meaningEn : one.meaningZh)} |`),
    ].join('\n') + '\n']),
  ].join('\n')
  return `# ${say.title}\n\n${say.lead}\n\n${tables.map(part).join('\n')}`
}
