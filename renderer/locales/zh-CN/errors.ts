/** By code: what happened and where; how to mend it. */
export const errors = {
  internal: { what: '程序出错：{{detail}}', mend: '请重试；若仍出错，请复制详情并反馈。' },
  bad_input: { what: '{{where}} 的值无效：{{detail}}', mend: '请改正后重试。' },
  cancelled: { what: '已取消', mend: '工作区保持原样。' },
}
