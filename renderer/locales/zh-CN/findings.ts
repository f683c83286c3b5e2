/** 抽查结果推断。 */
export const findings = {
  title: '结果推断', of: '结果推断 · {{name}}', since: '计入 {{since}} 以来有结论的检查；95% 置信区间',
  none: '抽中主体还没有检查结论', noneText: '结果公示或导入后，这里给出各级与整个抽样框的问题率及其区间。',
  headline: '抽样框问题率 {{rate}}（{{range}}），约 {{frame}} 户中的 {{problems}} 户',
  partial: '尚不能推断整个抽样框：{{strata}} 级还没有结论',
  frame: '框内主体', drawn: '抽取', inspected: '有结论', problems: '有问题', rate: '问题率', interval: '区间', overall: '整个抽样框',
  method: '同一级内每户被抽中的机会相同：该级问题率取已检查者的比例，区间为不放回抽样的精确区间；整个抽样框按各级户数加权。抽中而尚未检查的，视同本级已检查者。',
}
