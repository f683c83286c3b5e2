// Makes the template beside this file: `node resources/templates/dossier/make.mjs`. A test holds it against it byte by byte, so change it here.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { docxOf, head, label, p, table, title } from '../papers/make.mjs'

const note = (name) => p(`{${name}}`, { size: 18, font: 'song' })
const list = (name, widths, header, cells) => table(widths, header, [cells.map((text, i) => (i === 0 ? `{#${name}}${text}` : i === cells.length - 1 ? `${text}{/${name}}` : text))])

const dossier = { landscape: false, body: [
  title('主体档案'), p('{名称}', { align: 'center', font: 'hei', size: 30, after: 80 }),
  table([16, 34, 16, 34], null, [
    [label('统一代码'), '{代码}', label('曾用名称'), '{曾用名}'],
    [label('法定代表人'), '{法定代表人}', label('联系电话'), '{电话}'],
    [label('主体类型'), '{类型}', label('登记状态'), '{状态}'],
    [label('行业'), '{行业}', label('地区'), '{地区}'],
    [label('成立日期'), '{成立日期}', label('注册资本'), '{注册资本}'],
    [label('住所'), { text: '{住所}', span: 3 }],
  ]),
  note('遮蔽说明'),
  head('一、风险分级'),
  table([16, 34, 16, 34], null, [
    [label('风险指数'), '{指数}', label('分级'), '{分级}'],
    [label('截至日期'), '{截至日期}', label('模型版本'), '{模型}'],
    [label('定级依据'), { text: '{定级依据}', span: 3 }],
  ]),
  p('分级仅供内部安排监管使用，不作为行政处罚的依据，不对外公示。', { size: 18, font: 'song' }),
  head('二、指数构成'),
  list('构成', [7, 11, 40, 12, 10, 10, 10], ['序号', '类别', '维度', '取值', '分值', '权重', '贡献'], ['{序号}', '{类别}', '{维度}', '{取值}', '{分值}', '{权重}', '{贡献}']),
  head('三、证据'), note('证据说明'),
  list('证据', [21, 14, 37, 18, 10], ['维度', '日期', '记录', '来源', '行号·\n批次'], ['{维度}', '{日期}', '{内容}', '{文件}', '{行}·{批次}']),
  head('四、记录时间线'), note('时间线说明'),
  list('时间线', [14, 9, 45, 22, 10], ['日期', '类别', '记录', '来源', '行号·\n批次'], ['{日期}', '{类别}', '{内容}', '{文件}', '{行}·{批次}']),
  head('五、关联关系'), note('关联说明'),
  list('关联', [14, 34, 12, 30, 10], ['关系', '对方', '比例', '来源', '行号·\n批次'], ['{关系}', '{对方}', '{比例}', '{文件}', '{行}·{批次}']),
  head('六、在办案件与在列名录'), note('案件说明'),
  list('案件', [10, 16, 44, 15, 15], ['案件号', '事由', '说明', '发现日期', '办理期限'], ['{案件号}', '{事由}', '{说明}', '{发现}', '{期限}']),
  list('名录', [20, 20, 30, 15, 15], ['名录', '事由', '依据', '列入日期', '期满日期'], ['{名录}', '{事由}', '{依据}', '{列入}', '{期满}']),
  head('七、备注'), note('备注说明'),
  list('备注', [16, 14, 50, 20], ['时间', '记录人', '内容', '附件'], ['{时间}', '{记录人}', '{内容}', '{附件}']),
  head('八、数据来源'),
  list('来源', [36, 10, 18, 10, 26], ['文件', '批次', '导入时间', '记录数', 'SHA-256'], ['{文件}', '{批次}', '{导入时间}', '{记录数}', '{指纹}']),
] }

/** The template as the bytes of its file: the same on every machine. */
export const dossierTemplate = () => docxOf(dossier, '主体档案（内部使用）', '{制作人} {制作时间}')

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(new URL('dossier.docx', import.meta.url), dossierTemplate())
