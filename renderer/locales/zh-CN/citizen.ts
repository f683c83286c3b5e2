/** The page on which anyone recomputes a draw. */
export const citizen = {
  title: '抽查复核', product: '明察 · 离线复核页',
  lead: '把抽查的证明包拖到这里。全部计算在本机完成，不连接网络，不上传任何内容。',
  drop: '拖入证明包（.json），或', choose: '选择文件', other: '换一个文件', working: '正在逐步重算…', tooLarge: '文件有 {{size}} MB，浏览器一次放不下。装有明察的电脑可用命令核验：mingcha verify {{file}}',
  verified: '全部 {{checks}} 项检查通过：抽取与承诺一致', refuted: '{{checks}} 项检查中有 {{failed}} 项不符', rehearsal: '这是演练：种子不是公开的随机数，不能证明公平。',
  facts: '它声明了什么', name: '任务', commitment: '承诺（请与抽取前公布的逐位比对）', committedAt: '承诺时间', seed: '种子（请与公开的随机数比对）', drawnAt: '抽取时间', witnesses: '见证人', frame: '抽样框', drawn: '抽中', visits: '检查户次', officers: '执法人员', members: '{{count}} 户', people: '{{count}} 人',
  steps: '逐步重算', group: '第 {{number}} 个抽取 · {{department}}', whole: '整个联合抽查',
  ask: '查一个主体', askText: '输入统一社会信用代码，看它是否在框内、票号多少、为何抽中或未抽中。', askLabel: '统一社会信用代码或标识', askStart: '查询',
  absent: '不在这次抽查的抽样框内。', inFrame: '在第 {{position}} 位，属 {{stratum}} 层；票号 {{ticket}}。', isDrawn: '抽中：本层第 {{rank}} 小，取最小的 {{count}} 个。', isSpare: '备选：本层第 {{rank}} 小。', notDrawn: '未抽中：本层取最小的 {{count}} 个，界线是 {{bound}}。',
  limits: '它不能知道的', limit1: '承诺是否在种子产生之前公布：请与当时的公告比对。', limit2: '种子是否就是那次公开的随机数：请与公告或见证人比对。', limit3: '名称是否属于其代码：请在国家企业信用信息公示系统查询。',
  how: '怎样抽取', howText: '先固定名单与规则并公布其摘要（承诺），再以公开的随机数为种子。每个主体的票号由种子与其代码经 SHA-256 算出，各层票号最小者抽中。任何人可以重算，任何人不能预选。',
  checks: { changes: '抽取后的变更', parts: '各部门抽取与同一种子', officers: '执法人员名册', recusals: '回避名单', visits: '合并为户次', teams: '派员可复算', companions: '专家与第三方' },
}
