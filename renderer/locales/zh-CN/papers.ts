/** 联合抽查的文书与模板。 */
export const papers = {
  open: '文书…', title: '户次文书',
  text: '按模板生成：每户的部门、事项、人员与主体自动填入；结果已审核的填入，其余留空手填。',
  paper: '文书', kinds: { notice: '检查通知书', task: '检查任务单', record: '现场检查记录表', result: '检查结果告知书', visits: '检查对象清单', duty: '执法人员派单表' },
  visits: '户次', visitsText: '空为全部。写序号或区间，如 1,2,5-9。',
  format: '文件', formats: { docx: '合为一份文档', zip: '每户一个文件（ZIP）', xlsx: '工作簿（XLSX）' },
  size: '纸张', sizes: { asIs: '按模板', A4: 'A4', A3: 'A3' },
  save: '保存', saved: '已保存 {{papers}} 份文书', savedRows: '已保存 {{papers}} 行',
  template: '模板', own: '本单位：{{file}}，第 {{version}} 版', program: '程序自带', since: '{{at}} 起',
  out: '导出模板', bring: '导入改好的模板…', restore: '改回程序自带', restoreAsk: '改用程序自带的模板？本单位的各版仍保留。',
  brought: '今后按此模板生成。', unused: '其中没有用到：{{fields}}',
  fields: '模板可用的字段', fieldsText: '用 Word 修改模板。字段写在花括号内；列表的首尾标记放在表格的同一行，该行会逐条重复。',
  field: '字段', within: '所在列表', meaning: '含义', anywhere: '页眉可用',
}
