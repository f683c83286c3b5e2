/** 联合抽查抽取后的变更。 */
export const changes = {
  title: '抽取后的变更', text: '按规则变更，逐条写明理由；永久留在此处、抽取包与打印件中', none: '抽取后没有变更。选择一户可更换主体或人员。',
  when: '时间', who: '经办', what: '变更', why: '理由',
  words: {
    subject: '{{subject}}退出名单，由{{replacements}}递补', takenBy: '{{subject}}（{{departments}}）',
    officer: '检查{{subject}}，{{department}}：{{before}} 换为 {{after}}',
    letIn: '{{department}}：增派 {{officers}}', joins: '{{who}} 随同 {{visits}} 户：{{subjects}}', leaves: '{{who}} 不再随同 {{visits}} 户：{{subjects}}', most: '{{department}}：每名人员最多检查 {{most}} 户',
  },
  reason: '理由', forEver: '理由写入任何人可验证的抽取包，不能修改，也不能删除。', record: '变更',
  replace: '更换…', replaceOfficer: '更换人员 {{officer}}', replaceSubject: '更换主体…', notStaffed: '全部户次派员后方可更换主体。',
  officerOf: '更换检查{{subject}}的 {{officer}}', officerRule: '不由人挑选：在该部门可去的人员中，由户次最少者接替，相同时取票号最小者。被换下的人员不再去这一户。',
  subjectOf: '更换{{subject}}', subjectRule: '不由人挑选：抽中它的每个部门，由同一级中按票号排列的下一户备选递补。',
  relax: '增派人员或放宽户次…', relaxOf: '{{department}}：派齐人员', relaxRule: '抽取结果不变。以增派的人员和放宽后的上限，用同一种子重新派定全部户次。',
  further: '增派人员（检查日可派）', noFurther: '名录库中该部门没有其他检查日可派的人员', mostVisits: '每名人员户次上限', asBefore: '不变',
}
