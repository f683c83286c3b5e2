/** Words of the trade's codes, by the code that the engine gives. */
export const domain = {
  unknown: '不详',
  tierAt: '第 {{run}} 次评分 {{tier}} 级',
  tiers: {
    A: '低风险', B: '一般风险', C: '中风险', D: '高风险',
  },
  tierReasons: { index: '指数', veto: '一票否决', override: '人工定级' },
  classes: {
    registration: '登记', supervision: '监管', penalty: '处罚', complaint: '投诉', operation: '经营', opinion: '舆情', judicial: '司法', licence: '许可',
    product: '商品', listing: '名录', relation: '关联',
  },
  fields: {
    tier: '分级', index: '风险指数', name: '名称', uscc: '统一社会信用代码', registrar: '登记机关', region: '地区', industry: '行业', type: '主体类型', status: '状态',
    legal_rep: '法定代表人', established: '成立日期', capital_yuan: '注册资本', records: '记录数', tier_reason: '定级依据', text: '查找', pool: '主体库', tier_at: '历次分级', watched: '关注',
  },
  types: {
    company: '企业', individual: '个体工商户', cooperative: '农民专业合作社', branch: '分支机构', institution: '事业单位', organisation: '社会组织', foreign: '外资企业',
    other: '其他',
  },
  statuses: {
    active: '存续', revoked: '吊销', cancelled: '注销', closed: '停业', moved: '迁出', unknown: '不详',
  },
  industries: {
    A: '农、林、牧、渔业', B: '采矿业', C: '制造业', D: '电力、热力、燃气及水生产和供应业', E: '建筑业', F: '批发和零售业', G: '交通运输、仓储和邮政业', H: '住宿和餐饮业', I: '信息传输、软件和信息技术服务业', J: '金融业',
    K: '房地产业', L: '租赁和商务服务业', M: '科学研究和技术服务业', N: '水利、环境和公共设施管理业', O: '居民服务、修理和其他服务业', P: '教育', Q: '卫生和社会工作', R: '文化、体育和娱乐业', S: '公共管理、社会保障和社会组织',
    T: '国际组织',
  },
  results: {
    passed: '未发现问题', problem: '发现问题', corrected: '已改正', unreachable: '无法联系', closed: '停业', uncooperative: '不配合检查', not_inspected: '未实施检查',
    unknown: '不详',
  },
  grounds: {
    report: '未公示年度报告', publication: '未按期公示信息', falsehood: '隐瞒或弄虚作假', unreachable: '住所无法联系',
  },
  severities: {
    low: '较轻', moderate: '一般', high: '严重',
  },
  attached: {
    code: '按代码', name: '按名称', queued: '待确认', none: '未归集',
  },
  kinds: {
    warning: '警告', fine: '罚款', confiscation: '没收', suspension: '责令停业', revocation: '吊销许可', detention: '行政拘留', none: '无', other: '其他', complaint: '投诉',
    report: '举报', enquiry: '咨询', annual_report: '年度报告', tax_arrears: '欠税', tax: '纳税', finance: '财务', social_insurance: '社会保险', rating: '信用等级',
    judgment: '裁判', execution: '被执行', dishonest: '失信被执行', restriction: '限制消费', bankruptcy: '破产', sampling: '抽检', quality: '质量', equipment: '特种设备',
    abnormal: '经营异常', serious: '严重违法失信', tax_serious: '重大税收违法', honour: '荣誉', key: '重点监管', legal_rep: '法定代表人', shareholder: '股东', officer: '高级管理人员',
    branch: '分支机构', investment: '对外投资', address: '同地址', phone: '同电话',
  },
  licenceStatuses: {
    valid: '有效', expired: '过期', revoked: '吊销', cancelled: '注销', suspended: '中止',
  },
  sentiments: {
    negative: '负面', neutral: '中性', positive: '正面',
  },
  roles: {
    plaintiff: '原告', defendant: '被告', debtor: '被执行人',
  },
  columns: {
    org_code: '组织机构代码', subject_id: '主体号', attached: '归集', subject_name: '主体名称', subject_code: '统一社会信用代码', occurred_on: '发生日期', known_on: '知悉日期', reg_no: '注册号',
    type_text: '主体类型', legal_rep: '法定代表人', capital_text: '注册资本', capital_yuan: '注册资本（元）', capital_currency: '币种', scope: '经营范围', province: '省份',
    region_text: '地区', address: '地址', industry_text: '行业', status_text: '状态', authority: '机关', approved_on: '核准日期', valid_until: '有效期至', phone: '电话',
    task_name: '任务名称', item: '检查事项', kind: '类别', inspectors: '检查人员', doc_no: '文号', result_text: '结果', result: '结果代码', double_random: '双随机',
    score: '得分', reinspected_on: '复查日期', reinspection_text: '复查结果', reinspection: '复查结果代码', handling: '处理情况', violation: '违法行为类型', fact: '违法事实',
    basis: '依据', kind_text: '处罚种类', content: '内容', fine_yuan: '罚款（元）', confiscated_yuan: '没收（元）', publicity_until: '公示截止', state: '状态',
    severity: '严重程度', complaint_no: '编号', channel: '渠道', valid_text: '是否有效', upheld: '属实', mediated: '调解成功', amount_yuan: '金额（元）', closed_on: '办结日期',
    year: '年度', tax_kind: '税种', rating: '等级', revenue_yuan: '营业收入（元）', profit_yuan: '利润（元）', assets_yuan: '资产（元）', liabilities_yuan: '负债（元）',
    employees: '从业人数', insured: '参保人数', on_time: '按时', platform: '平台', title: '标题', sentiment: '倾向', heat: '热度', topic: '主题', url: '网址',
    case_no: '案号', cause: '案由', role: '诉讼地位', court: '法院', licence_no: '许可编号', licence_name: '许可名称', status: '状态代码', valid_from: '有效期自',
    previous_until: '原有效期至', product: '产品', producer: '生产者', brand: '商标', model: '规格型号', lot: '批号', sample_no: '样品编号', failed: '不合格',
    failure: '不合格项目', next_due_on: '下次检验', list_name: '名录', ground: '列入事由', ground_code: '事由代码', removed_on: '移出日期', removal_reason: '移出事由',
    other_name: '对方名称', other_code: '对方代码', other_subject_id: '对方主体号', share: '比例', until_on: '截至', subjects: '主体数', other_listed: '对方在列名单', other_fined: '对方近两年受罚', others_listed: '其他主体在列', others_fined: '其他主体受罚', others_revoked: '其他主体吊销', others_new: '其他主体一年内新设', extra: '其他栏目', source_file: '来源文件',
    source_row: '来源行', batch: '批次', reason: '原因', detail: '说明', original: '原文', class: '类别', uscc: '统一社会信用代码', name: '名称', tier: '分级', index: '风险指数',
    position: '序号', rank: '名次', ticket: '票号', stratum: '层', id: '标识', local_code: '本地编码', former_name: '曾用名', industry: '行业', region: '地区',
    type: '主体类型', established: '成立日期', registrar: '登记机关',
  },
}
