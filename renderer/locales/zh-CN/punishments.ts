/** 联合惩戒、任职限制与告知文书。 */
export const punishments = {
  keys: {
    entries: '按键：J K 上下 · 空格 标记 · D 文书 · M 联合惩戒 · B 任职限制 · X 移出 · [ ] 切换',
    measures: '按键：J K 上下 · 空格 标记 · O 发出文件 · I 收入文件 · A 反馈 · X 解除 · L 详情 · [ ] 切换',
    bans: '按键：J K 上下 · 空格 标记 · 回车 同意 · X 不同意或解除 · [ ] 切换',
  },
  notice: '文书（{{n}}）…', noticeTitle: '制作文书', noticeSave: '保存 {{n}} 份{{name}}', noticeSaved: '已保存 {{papers}} 份文书', authority: '机关名称', hearingOn: '听证日期', hearingPlace: '听证地点',
  notices: { listing_notice: '列入名单告知书', hearing_notice: '听证通知书', listing_decision: '列入决定书', removal_decision: '移出决定书' },
  ask0: { measure: '联合惩戒…', ban: '任职限制…' }, ask: { measure: '以 {{n}} 个在列条目请求联合惩戒', ban: '以 {{n}} 个在列条目提出任职限制' }, do: { measure: '请求', ban: '提出，待第二人确认' }, asked: { measure: '已请求 {{n}} 项措施，可在“联合惩戒”发出', ban: '已提出 {{n}} 项限制，待第二人确认' },
  onlyGrounds: '只以已确认的列入或处罚为据；风险等级从不作为依据。', noMeasure: '所选条目没有法律规定与之对应的措施。',
  measure: '措施', office: '不得担任的职务', requesting: '请求部门', executing: '执行部门', banned: '被限制人', fromRegister: '登记的法定代表人', idNumber: '证件号码（只保存隐去中间各位的形式）', until: '截止日（空为按目录）', untilEnd: '至解除',
  direction: '方向', directions: { out: '发往其他部门', in: '其他部门发来' }, state: '状态', allStates: '全部状态', unsent: '未发出', format: '文件格式',
  states: { open: '待反馈', executed: '已执行', partly: '部分执行', refused: '不执行', released: '已解除', expired: '期满' },
  out: { request: '发出 {{n}} 项', feedback: '发出反馈 {{n}} 项' }, bring: { out: '收入反馈', in: '收入请求' }, answer: '反馈', answerFor: '录入 {{n}} 项的反馈', release: '解除', releaseFor: '解除 {{n}} 项', sent: '{{name}}：{{lines}} 项，SHA-256 {{hash}}…',
  came: '{{name}}（{{hash}}…）：采纳 {{taken}}，已有 {{same}}，未采纳 {{refused}}', cameBefore: '{{name}}（{{hash}}…）此前已收入，未作任何更改',
  none: '没有联合惩戒请求', noneText: { out: '在“名录”中选择在列条目，按 M 请求。', in: '收入其他部门发来的请求文件。' },
  number: '编号', ground: '法定事由', valid: '期限', feedback: '反馈', noFeedback: '尚无反馈', department: '反馈部门', note: '执行情况', request: '请求 {{request}}',
  fields: { number: '编号', party: '当事人', area: '领域', ground: '法定事由', basis: '法律依据', content: '惩戒措施', requesting: '请求部门', executing: '执行部门', valid: '期限', reason: '理由', by: '请求人', seal: '校验值' },
  events: { requested: '请求', received: '收到', sent: '发出', answered: '反馈', released: '解除' },
  page: '第 {{first}}–{{last}} 项，共 {{total}} 项', before: '上一页', after: '下一页',
  banStates: { proposed: '待确认', imposed: '限制中', rejected: '不同意', lifted: '已解除', ended: '期满' }, banSearch: '姓名或企业', lift: '解除', idMasked: '证件号码', firm: '所涉企业', serving: '现任职主体',
  noBans: '没有任职限制', noBansText: '在“名录”中选择在列条目，按 B 提出；第二人在此确认。',
}
