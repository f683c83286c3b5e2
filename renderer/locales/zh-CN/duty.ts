/** 履职：免责与追责情形的核查。 */
export const duty = {
  officer: '执法人员', everybody: '全部人员', campaign: '联合抽查', allCampaigns: '全部抽查', from: '检查日期自', until: '检查日期至', scope: '{{from}} 至 {{until}}：{{visits}} 户次', out: '导出 {{format}}', none: '没有施行中的清单',
  kinds: { exemption: '免责情形', accountability: '追责情形' },
  verdicts: { exemption: { met: '符合', not_met: '不符合', unknown: '不明' }, accountability: { met: '存在', not_met: '不存在', unknown: '不明' } },
  lineVerdicts: { met: '是', not_met: '否', unknown: '不明' }, rowVerdicts: { yes: '是', no: '否', unknown: '不明' },
  rows: '{{rows}} 行', noRows: '没有相关记录', more: '另有 {{rows}} 行，导出可见更多', select: '核查用的 SQL',
}
