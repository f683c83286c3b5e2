/** Long work: kinds and steps. */
export const jobs = {
  kind: { import: '导入', score: '评分', demo: '生成演示数据', commit: '锁定名单', draw: '抽取' },
  state: { queued: '排队中', running: '进行中', done: '完成', failed: '失败', cancelled: '已取消' },
  phase: { queued: '排队中' },
  progress: '{{done}} / {{total}}',
  rate: '{{rate}} 行/秒',
  left: '剩余约 {{time}}',
}
