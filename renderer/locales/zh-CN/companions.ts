/** 随同检查的专家与第三方机构。 */
export const companions = {
  open: '专家与第三方…', title: '随同检查的专家与第三方机构',
  text: '随同执法人员检查，不计入两名执法人员。每次变更连同原因留痕，写入证明包；专家姓名在其中隐去。',
  library: '库', libraries: { expert: '专家', body: '第三方机构' },
  who: '随同人员', choose: '从库中选择', none: '{{day}} 库中没有在库的人员或机构',
  where: '范围', scopes: { item: '含某事项的全部户次', visits: '指定户次' }, item: '事项', chooseItem: '选择事项', numbers: '户次序号',
  reason: '原因', reasonExample: '为何需要随同，或为何不再随同',
  join: '随同', leave: '不再随同', joined: '已随同 {{visits}} 户；因利害关系排除 {{recused}} 户', left: '已从 {{visits}} 户退出（排除 {{recused}} 户）',
  going: '目前随同', nobody: '没有随同人员。', visits: '户数',
}
