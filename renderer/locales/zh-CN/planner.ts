/** 按目的算样本量。 */
export const planner = {
  open: '按目的算样本量…',
  purposes: { estimate: '估计问题率', detect: '至少查到一户' },
  texts: {
    estimate: '抽这么多户，即可在给定误差内估计有问题主体的比例。按不放回抽样的精确区间计算，与抽查后“结果推断”的区间同一口径。',
    detect: '若有问题主体不少于该比例，抽这么多户能以该概率至少抽中一户（超几何分布）。',
  },
  expected: '预计问题率', margin: '误差 ±', share: '有问题比例', confidence: '置信度',
  of: '范围', all: '整个抽样框',
  draw: '{{frame}} 户中抽 {{size}} 户，比例 {{ratio}}。', whole: '须全部抽取才够。',
  nobody: '该范围内没有主体。', waiting: '正在统计抽样框…',
  fillAll: '用于各级', fillOne: '用于 {{tier}} 级',
}
