// Makes the templates beside this file: `node resources/templates/papers/make.mjs`. A test holds them against it byte by byte, so change them here.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import PizZip from 'pizzip'

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const fonts = { song: '宋体', fang: '仿宋', hei: '黑体' }

/** A run. `size` in half points, as OOXML counts. */
function run(text, { font = 'fang', size = 24, bold = false } = {}) {
  const name = fonts[font]
  return `<w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="${name}" w:cs="Times New Roman"/>${bold ? '<w:b/>' : ''}<w:sz w:val="${size}"/><w:szCs w:val="${size}"/></w:rPr><w:t xml:space="preserve">${escape(text)}</w:t></w:r>`
}

/** A paragraph. `indent`: first line by two signs; `line`: 240ths of a line. */
export function p(text, { align = 'left', indent = false, before = 0, after = 0, line = 360, keep = false, ...style } = {}) {
  const size = style.size ?? 24
  return `<w:p><w:pPr>${keep ? '<w:keepNext/>' : ''}<w:spacing w:before="${before}" w:after="${after}" w:line="${line}" w:lineRule="auto"/>${indent ? `<w:ind w:firstLineChars="200" w:firstLine="${size * 20}"/>` : ''}<w:jc w:val="${align}"/></w:pPr>${run(text, style)}</w:p>`
}
export const title = (text) => p(text, { align: 'center', font: 'hei', size: 40, before: 120, after: 120, line: 300 })
export const head = (text) => p(text, { font: 'hei', size: 24, before: 100, keep: true })
export const body = (text) => p(text, { indent: true })
/** Below a table, which leaves no room of its own. */
const below = (text) => p(text, { indent: true, before: 120 })

function cell(text, width, { header = false, align = 'left', span = 1 } = {}) {
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="pct"/>${span > 1 ? `<w:gridSpan w:val="${span}"/>` : ''}${header ? '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' : ''}<w:vAlign w:val="center"/></w:tcPr>${
    text.split('\n').map((line) => p(line, { align: header ? 'center' : align, font: header ? 'hei' : 'song', size: 21, line: 264 })).join('')}</w:tc>`
}

/** Widths in percent. A row is a list of texts, or {cells, height} with a height in twentieths of a point; the header row is repeated on each page. */
export function table(widths, header, rows) {
  const border = (side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`
  const tr = (cells, { height = 0, head: top = false } = {}) => `<w:tr><w:trPr><w:cantSplit/>${height > 0 ? `<w:trHeight w:val="${height}" w:hRule="atLeast"/>` : ''}${top ? '<w:tblHeader/>' : ''}</w:trPr>${cells}</w:tr>`
  const rowOf = (row) => {
    const { cells, height } = Array.isArray(row) ? { cells: row, height: 0 } : row
    let at = 0
    return tr(cells.map((one) => {
      const { text, span = 1, header: strong = false } = typeof one === 'string' ? { text: one } : one
      const width = widths.slice(at, at + span).reduce((sum, part) => sum + part, 0)
      at += span
      return cell(text, width * 50, { header: strong, span })
    }).join(''), { height })
  }
  return `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/><w:tblBorders>${['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(border).join('')}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>${
    widths.map((width) => `<w:gridCol w:w="${width * 90}"/>`).join('')}</w:tblGrid>${header ? tr(header.map((text, i) => cell(text, widths[i] * 50, { header: true })).join(''), { head: true }) : ''}${rows.map(rowOf).join('')}</w:tbl>`
}
export const label = (text) => ({ text, header: true })

const number = (kind) => p(`双随机${kind}〔{年份}〕{文书编号}号`, { align: 'right', font: 'fang', size: 24, after: 60 })
const signDay = '        年    月    日'
const stamp = () => p('{牵头部门}（印章）', { align: 'right', before: 160, keep: true }) + p(signDay.trim(), { align: 'right' })
const officers = () => table([8, 30, 26, 36], ['序号', '姓名', '部门', '执法证号'], [['{#人员}{序号}', '{姓名}', '{部门}', '{执法证号}{/人员}']])
const companions = (opens) => p('{#有随同人员}') + opens + table([8, 30, 40, 22], ['序号', '姓名或机构', '单位或资质', '身份'], [['{#随同人员}{序号}', '{姓名}', '{单位}', '{身份}{/随同人员}']]) + p('{/有随同人员}')
const subject = () => table([16, 40, 16, 28], null, [
  [label('被检查单位'), '{被检查单位}', label('主体代码'), '{主体代码}'],
  [label('住所'), '{地址}', label('法定代表人'), '{法定代表人}'],
  [label('抽查名称'), '{抽查名称}', label('检查日期'), '{检查日期}'],
])
const receipt = () => head('送达回证') + table([16, 42, 16, 26], null, [
  { cells: [label('送达方式'), '□ 直接  □ 留置  □ 邮寄  □ 电子', label('送达地点'), ''], height: 480 },
  { cells: [label('受送达人签名\n（盖章）'), '', label('收到日期'), signDay], height: 700 },
])
/** A line for every officer, and for others. */
const signatures = (...names) => table([24, 28, 18, 30], null, [
  { cells: [label('{#人员}检查人员 {姓名}'), '', label('日期'), `${signDay}{/人员}`], height: 560 },
  ...names.map((name) => ({ cells: [label(name), '', label('日期'), signDay], height: 560 })),
])

const papers = {
  notice: { landscape: false, body: [
    title('检查通知书'), number('通'),
    p('{被检查单位}：', { before: 60 }),
    body('依照“双随机、一公开”监管的规定，经公开随机抽取，你单位是“{抽查名称}”的检查对象。现将有关事项通知如下。'),
    body('一、检查部门：{检查部门}'),
    body('二、检查日期：{检查日期}'),
    body('三、检查地点：{地址}'),
    body('四、检查人员（随机抽取，不少于两人）：'), officers(),
    companions(body('下列人员随同提供专业意见，不是检查人员：')),
    below('五、检查事项：'),
    table([8, 20, 26, 30, 16], ['序号', '部门', '事项', '依据', '方式'], [['{#事项}{序号}', '{部门}', '{事项名称}', '{检查依据}', '{检查方式}{/事项}']]),
    below('六、请备好与上述事项有关的资料并予以配合。检查人员应当主动出示执法证件；你单位认为检查人员与本单位有直接利害关系，或者有其他关系可能影响公正的，可以申请其回避。'),
    body('七、本次抽取可以核验：抽取前公布的承诺值为 {承诺值}，种子为 {种子}。'),
    stamp(), receipt(), p('检查人员签名（一）：______________    检查人员签名（二）：______________', { before: 200 }),
  ] },
  task: { landscape: true, body: [
    title('检查任务单'), number('任'), subject(),
    head('检查事项'),
    table([5, 11, 15, 29, 11, 29], ['序号', '部门', '事项', '内容', '方式', '依据'], [['{#事项}{序号}', '{部门}', '{事项名称}（{事项编码}）', '{检查内容}', '{检查方式}', '{检查依据}{/事项}']]),
    head('检查人员'), officers(), companions(head('随同人员（不计入检查人员）')),
    p('一次上门，完成以上全部事项。检查人员与被检查单位有利害关系的，应当在检查前报告并回避。', { before: 100 }),
    head('签收'), signatures(),
  ] },
  record: { landscape: false, body: [
    title('现场检查记录表'), number('记'), subject(),
    head('检查情况'),
    table([7, 25, 30, 23, 15], ['序号', '事项', '内容', '检查情况', '结论'], [{ cells: ['{#事项}{序号}', '{事项名称}\n（{部门}）', '{检查内容}', '{事项结果}', '□ 未发现问题\n□ 发现问题\n□ 未涉及{/事项}'], height: 1000 }]),
    head('综合记录'),
    table([22, 78], null, [
      { cells: [label('检查时间'), '        年    月    日    时    分  至      时    分'], height: 480 },
      { cells: [label('检查地点'), '□ {地址}\n□ 其他：'], height: 480 },
      { cells: [label('出示证件、告知权利'), '□ 已出示执法证件    □ 已告知可以申请回避    □ 申请回避：'], height: 480 },
      { cells: [label('检查结果'), '{检查结果}'], height: 900 },
      { cells: [label('处理意见'), '{处理意见}'], height: 900 },
      { cells: [label('被检查单位意见'), ''], height: 900 },
    ]),
    head('检查人员'), officers(), companions(head('随同人员（不计入检查人员）')),
    head('签名'), signatures('被检查单位负责人', '见证人'),
  ] },
  result: { landscape: false, body: [
    title('检查结果告知书'), number('告'),
    p('{被检查单位}：', { before: 60 }),
    body('{检查部门}于{检查日期}对你单位进行“{抽查名称}”检查，现将结果告知如下。'),
    table([8, 22, 34, 36], ['序号', '部门', '事项', '结果'], [{ cells: ['{#事项}{序号}', '{部门}', '{事项名称}', '{事项结果}{/事项}'], height: 520 }]),
    table([22, 78], null, [
      { cells: [label('检查结果'), '{检查结果}'], height: 900 },
      { cells: [label('处理意见'), '{处理意见}'], height: 900 },
      { cells: [label('整改期限'), '{整改期限}'], height: 520 },
    ]),
    below('检查结果将依法向社会公示。你单位对结果有异议的，可以向检查部门提出书面意见并附证明材料。'),
    p('检查人员：{#人员}{姓名}（{执法证号}）  {/人员}', { before: 60 }),
    p('检查人员签名（一）：______________    检查人员签名（二）：______________', { before: 160 }),
    stamp(), receipt(),
  ] },
}

/** Notices of the review desk: of an authority to a party. */
const deskNumber = (kind) => p(`${kind}〔{年份}〕{文书编号}号`, { align: 'right', font: 'fang', size: 24, after: 60 })
const deskStamp = () => p('{机关}（印章）', { align: 'right', before: 160, keep: true }) + p('{制作日期}', { align: 'right' })
const party = () => table([16, 40, 16, 28], null, [
  [label('当事人'), '{当事人}', label('主体代码'), '{主体代码}'],
  [label('住所'), '{地址}', label('法定代表人'), '{法定代表人}'],
])
const evidence = () => head('证据') + table([10, 22, 48, 20], ['序号', '日期', '来源', '行号'], [['{#证据}{序号}', '{日期}', '{来源}', '{行号}{/证据}']])
const desk = { left: '{机关}', right: '{制作日期}' }
Object.assign(papers, {
  listing_notice: { landscape: false, ...desk, body: [
    title('拟列入{名录}告知书'), deskNumber('拟列'), p('{当事人}：', { before: 60 }), party(),
    below('经查，你单位存在以下情形：{事由}。{事实}'),
    body('依据{法律依据}，拟将你单位列入{名录}，期限至期满或者依法移出之日止。列入后将向社会公示，并依法实施相应的管理措施。'),
    body('你单位可以在 {申辩截止日} 前向本机关陈述、申辩，并有权要求听证；逾期视为放弃。列入后的移出途径：{移出途径}。'),
    evidence(), deskStamp(), receipt(),
  ] },
  hearing_notice: { landscape: false, ...desk, body: [
    title('听证通知书'), deskNumber('听'), p('{当事人}：', { before: 60 }), party(),
    below('就拟将你单位列入{名录}（{事由}）一事，根据你单位的申请，本机关决定举行听证。'),
    body('一、听证日期：{听证日期}'), body('二、听证地点：{听证地点}'),
    body('三、你单位可以亲自参加听证，也可以委托一至二人代理；认为主持人与本案有直接利害关系的，可以申请其回避。'),
    body('四、无正当理由拒不出席或者未经许可中途退出的，视为放弃听证权利。'),
    deskStamp(), receipt(),
  ] },
  listing_decision: { landscape: false, ...desk, body: [
    title('{^标记}列入{/标记}{#标记}标记{/标记}决定书'), deskNumber('列'), p('{当事人}：', { before: 60 }), party(),
    below('经查，你单位{事由}{#期间}（{期间}）{/期间}。{事实}'),
    body('依据{法律依据}，决定自 {列入日期} 起{^标记}将你单位列入{名录}{/标记}{#标记}对你单位作标记（{名录}）{/标记}，并向社会公示。'),
    body('移出途径：{移出途径}（{移出依据}）。自列入之日起满三年的日期为 {期满日期}。'),
    body('对本决定不服的，可以自收到本决定书之日起六十日内申请行政复议，或者六个月内提起行政诉讼。'),
    evidence(), deskStamp(), receipt(),
  ] },
  removal_decision: { landscape: false, ...desk, body: [
    title('移出决定书'), deskNumber('移'), p('{当事人}：', { before: 60 }), party(),
    below('你单位于 {列入日期} 因{事由}{#期间}（{期间}）{/期间}被列入{名录}。'),
    body('现查明：{移出理由}。依据{移出依据}，决定自 {移出日期} 起将你单位移出{名录}，并向社会公示。'),
    deskStamp(), receipt(),
  ] },
})

const xml = (text) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`
const space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const field = (code) => `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('1', { font: 'song', size: 18 })}<w:r><w:fldChar w:fldCharType="end"/></w:r>`
const small = { font: 'song', size: 18 }

function documentOf({ landscape, body: parts }) {
  const [w, h] = landscape ? [16838, 11906] : [11906, 16838] // A4, twentieths of a point
  return xml(`<w:document ${space}><w:body>${parts.join('')}<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="${w}" w:h="${h}"${landscape ? ' w:orient="landscape"' : ''}/><w:pgMar w:top="1304" w:right="1247" w:bottom="1134" w:left="1247" w:header="680" w:footer="567" w:gutter="0"/><w:pgNumType w:start="1"/></w:sectPr></w:body></w:document>`)
}

const relation = (id, type, target) => `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`
const type = (part, name) => `<Override PartName="/word/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${name}+xml"/>`

/** One template as the bytes of its file: the same on every machine. */
export const templateOf = (kind) => docxOf(papers[kind], papers[kind].left ?? '{牵头部门}', papers[kind].right ?? '{抽查名称}')

/** A document as the bytes of its file, with what its header says at the left and at the right. */
export function docxOf(content, left, right) {
  const zip = new PizZip()
  const put = (path, text) => zip.file(path, text, { date: new Date(2026, 0, 1), createFolders: false })
  put('[Content_Types].xml', xml(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type('document', 'document.main')}${type('styles', 'styles')}${type('header1', 'header')}${type('footer1', 'footer')}</Types>`))
  put('_rels/.rels', xml(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relation('rId1', 'officeDocument', 'word/document.xml')}</Relationships>`))
  put('word/_rels/document.xml.rels', xml(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relation('rId1', 'styles', 'styles.xml')}${relation('rId2', 'header', 'header1.xml')}${relation('rId3', 'footer', 'footer1.xml')}</Relationships>`))
  put('word/styles.xml', xml(`<w:styles ${space}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>`))
  const half = (text, style, align) => `<w:tc><w:tcPr><w:tcW w:w="2500" w:type="pct"/></w:tcPr>${p(text, { align, line: 240, ...style })}</w:tc>`
  put('word/header1.xml', xml(`<w:hdr ${space}><w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w="4700"/><w:gridCol w:w="4700"/></w:tblGrid><w:tr>${half(left, { font: 'hei', size: 21 }, 'left')}${half(right, small, 'right')}</w:tr></w:tbl>${p('', { line: 120, size: 10 })}</w:hdr>`))
  // How many pages there are is not told: SECTIONPAGES, by which each of many papers in one file would count its own, is no field of LibreOffice.
  put('word/footer1.xml', xml(`<w:ftr ${space}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>${run('第 ', small)}${field('PAGE')}${run(' 页', small)}</w:p></w:ftr>`))
  put('word/document.xml', documentOf(content))
  return zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) for (const kind of Object.keys(papers)) writeFileSync(new URL(`${kind}.docx`, import.meta.url), templateOf(kind))
