/** Long work: kinds and steps. */
export const jobs = {
  kind: { mend: '修补', backtest: '回测', suggest: '建议权重', match: '比对名称', undo: '撤销导入', import: '导入', score: '评分', demo: '生成演示数据', commit: '锁定名单', draw: '抽取', campaign: '锁定联合抽查', campaignDraw: '抽取联合抽查', results: '导入检查结果', cases: '查找案件' },
  state: { queued: '排队中', running: '进行中', done: '完成', failed: '失败', cancelled: '已取消' },
  phase: {
    follow: '跟随记录', find: '逐条规则检查', open: '建立案件',
    queued: '排队中', sniff: '识别文件', stage: '读取并转换', load: '载入记录', attach: '归集到主体', cluster: '按主体整理', check: '核对模型', fit: '估计权重', measure: '逐类度量', score: '计算指数与分级',
    mend: '读取修补行', match: '比对名称', undo: '撤回记录', recount: '重新归纳主体',
    frame: '确定名单', hash: '计算名单指纹', tickets: '计算票号', select: '抽取', officers: '选派人员', attachments: '保存附件', demo: { subjects: '生成主体与记录', sources: '登记来源', departments: '导入部门文件' },
  },
  progress: '{{done}} / {{total}}',
  rate: '每秒 {{rate}}',
  rowRate: '{{rate}} 行/秒',
  rows: '已读 {{rows}} 行',
  byteRate: '{{rate}}/秒',
  left: '剩余约 {{time}}',
}
