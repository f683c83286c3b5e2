-- One row a register entry, and one for a subject without any. A scope repeats often: each different one is searched once.
CREATE UNLOGGED TABLE text_scope AS
SELECT scope, items, dangerous, finance, prepaid, health,
  food::int + catering::int + health::int + dangerous::int + equipment::int + finance::int + prepaid::int + mining::int AS sensitive_kinds
FROM (
  SELECT scope,
    length(scope) - length(translate(scope, '、；;，,。', '')) + 1 AS items,
    strpos(scope, '食品') > 0 AS food,
    strpos(scope, '餐饮') > 0 AS catering,
    scope ~ '药品|医疗|诊疗' AS health,
    scope ~ '危险化学品|燃气|烟花|爆破|成品油' AS dangerous,
    scope ~ '特种设备|电梯|锅炉' AS equipment,
    scope ~ '投资|理财|贷款|典当|担保' AS finance,
    scope ~ '健身|美容|美发|洗浴|培训|托管服务' AS prepaid,
    scope ~ '采矿|开采' AS mining
  FROM (SELECT DISTINCT scope FROM registration WHERE scope IS NOT NULL) AS texts
  OFFSET 0
) AS searched;
ANALYZE text_scope;

CREATE UNLOGGED TABLE measure_registration AS
WITH entry AS (
  SELECT s.subject_id,
    max(c.items) AS scope_breadth,
    max(c.sensitive_kinds) AS sensitive_scope,
    count(DISTINCT r.legal_rep) AS representatives,
    count(DISTINCT r.address) AS addresses,
    count(*) FILTER (WHERE r.valid_until < :'as_of'::date AND s.status = 'active') AS term_over,
    count(*) FILTER (WHERE s.status = 'active' AND r.valid_until BETWEEN :'as_of'::date AND :'as_of'::date + 90) AS term_ending,
    coalesce(bool_or(r.type_text ~ '自然人独资|一人有限'), false)::int AS sole_owner,
    count(*) FILTER (WHERE r.capital_yuan > s.capital_yuan * 1.01) AS capital_cut,
    coalesce(bool_or(c.dangerous), false)::int AS dangerous_scope,
    coalesce(bool_or(c.finance), false)::int AS finance_scope,
    coalesce(bool_or(c.prepaid), false)::int AS prepaid_scope,
    coalesce(bool_or(c.health), false)::int AS health_scope,
    count(*) FILTER (WHERE :'as_of'::date - s.established - r.age_days > 30 AND r.age_days <= 730) AS entries_2y,
    count(*) FILTER (WHERE :'as_of'::date - s.established - r.age_days BETWEEN 31 AND 365) AS early_changes,
    count(*) FILTER (WHERE r.subject_name <> s.name AND translate(r.subject_name, '（）()　 ', '') <> translate(s.name, '（）()　 ', '')) AS names_used,
    count(*) FILTER (WHERE r.legal_rep <> s.legal_rep AND r.age_days <= 1095) AS representative_changed_3y,
    min(r.age_days) AS days_since_entry
  FROM known_registration r JOIN subject s USING (subject_id) LEFT JOIN text_scope c USING (scope)
  GROUP BY s.subject_id
)
SELECT s.subject_id,
  CASE WHEN s.established <= :'as_of'::date THEN :'as_of'::date - s.established END AS age,
  CASE s.status WHEN 'active' THEN 0 WHEN 'moved' THEN 1 WHEN 'closed' THEN 2 WHEN 'revoked' THEN 3 END AS status,
  CASE
    WHEN s.industry IN ('B', 'H', 'Q') THEN 3
    WHEN s.industry IN ('C', 'D', 'E', 'F', 'G', 'J', 'K', 'P') THEN 2
    WHEN s.industry IS NOT NULL THEN 1
  END AS industry,
  CASE WHEN s.type = 'company' THEN s.capital_yuan END AS capital,
  CASE WHEN s.type = 'company' AND s.capital_yuan IS NULL THEN 1 ELSE 0 END AS capital_missing,
  (s.uscc IS NULL)::int AS code_missing,
  (s.address IS NULL)::int AS address_missing,
  e.scope_breadth,
  e.sensitive_scope,
  coalesce(e.representatives, 0) AS representatives,
  coalesce(e.addresses, 0) AS addresses,
  coalesce(e.term_over, 0) AS term_over,
  coalesce(e.term_ending, 0) AS term_ending,
  CASE WHEN s.established <= :'as_of'::date AND s.status = 'active' THEN (:'as_of'::date - s.established) / 365 END AS long_standing,
  coalesce(e.sole_owner, 0) AS sole_owner,
  CASE WHEN s.type = 'company' AND s.established BETWEEN :'as_of'::date - 1095 AND :'as_of'::date THEN s.capital_yuan END AS capital_high_new,
  coalesce(e.capital_cut, 0) AS capital_cut,
  (s.phone IS NULL)::int AS phone_missing,
  (s.legal_rep IS NULL)::int AS representative_missing,
  coalesce(s.address ~ '集群|托管|众创|秘书|工位|虚拟', false)::int AS shared_address,
  coalesce(s.address ~ '单元|小区|家属院|住宅', false)::int AS home_address,
  coalesce(e.dangerous_scope, 0) AS dangerous_scope,
  coalesce(e.finance_scope, 0) AS finance_scope,
  coalesce(e.prepaid_scope, 0) AS prepaid_scope,
  coalesce(e.health_scope, 0) AS health_scope,
  coalesce(e.entries_2y, 0) AS entries_2y,
  coalesce(e.early_changes, 0) AS early_changes,
  coalesce(e.names_used, 0) AS names_used,
  coalesce(e.representative_changed_3y, 0) AS representative_changed_3y,
  e.days_since_entry
FROM subject s LEFT JOIN entry e USING (subject_id);
