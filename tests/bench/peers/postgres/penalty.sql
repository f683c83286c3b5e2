CREATE UNLOGGED TABLE text_penalty AS
SELECT violation, basis,
  words ~ '食品|药品|医疗器械|化妆品' AS food,
  words ~ '安全生产|消防|特种设备|危险化学品' AS safety,
  words ~ '质量|计量|标准化' OR strpos(violation, '不合格') > 0 AS quality,
  words ~ '商标|专利' OR strpos(violation, '假冒') > 0 AS infringement,
  strpos(words, '广告') > 0 OR violation ~ '虚假|误导' OR basis ~ '价格|反不正当竞争' AS deception,
  strpos(words, '污染') > 0 OR strpos(basis, '环境保护') > 0 OR strpos(violation, '排放') > 0 AS environment,
  strpos(basis, '税收') > 0 OR strpos(words, '发票') > 0 OR strpos(violation, '纳税') > 0 AS tax,
  violation ~ '无证|无照|未取得|未经许可' AS unlicensed,
  violation ~ '虚假材料|骗取|隐瞒重要事实' AS fraud
FROM (
  SELECT *, violation || basis AS words FROM (SELECT DISTINCT coalesce(violation, '') AS violation, coalesce(basis, '') AS basis FROM penalty) AS texts
) AS source;
ANALYZE text_penalty;

CREATE UNLOGGED TABLE measure_penalty AS
WITH fact AS (
  SELECT subject_id, age_days, kind, r.violation, severity, fine_yuan, confiscated_yuan,
    coalesce(publicity_until, valid_until) >= :'as_of'::date AS in_effect,
    kind IS DISTINCT FROM 'none' AS counted,
    state ~ '未履行|未缴|未执行' AS unpaid,
    strpos(state, '修复') > 0 AS repaired,
    food, safety, quality, infringement, deception, environment, tax, unlicensed, fraud
  FROM known_penalty r LEFT JOIN text_penalty t ON t.violation = coalesce(r.violation, '') AND t.basis = coalesce(r.basis, '')
  OFFSET 0
), various AS (
  SELECT subject_id,
    count(violation) FILTER (WHERE age_days <= 730) - count(DISTINCT violation) FILTER (WHERE age_days <= 730) AS repeated_2y,
    count(DISTINCT authority) AS authorities_3y
  FROM known_penalty WHERE age_days <= 1095 GROUP BY subject_id
), measured AS (
  SELECT subject_id,
  count(*) FILTER (WHERE counted AND age_days <= 730) AS count_2y,
  coalesce(sum(exp(age_days * (-ln(2::float8) / 365))) FILTER (WHERE counted), 0) AS count_decayed,
  min(age_days) FILTER (WHERE counted) AS recency,
  coalesce(sum(fine_yuan) FILTER (WHERE age_days <= 730), 0) AS fine_amount_2y,
  max(fine_yuan) FILTER (WHERE age_days <= 1095) AS largest_fine_3y,
  coalesce(sum(confiscated_yuan) FILTER (WHERE age_days <= 730), 0) AS confiscated_2y,
  count(*) FILTER (WHERE kind = 'suspension' AND age_days <= 1095) AS suspension_3y,
  count(*) FILTER (WHERE kind = 'revocation' AND age_days <= 1825) AS revocation_5y,
  count(*) FILTER (WHERE severity = 'high' AND age_days <= 1095) AS severe_3y,
  count(*) FILTER (WHERE in_effect) AS in_effect,
  CASE WHEN count(*) FILTER (WHERE age_days <= 1095 AND coalesce(kind, 'other') NOT IN ('warning', 'none')) = 0
    THEN count(*) FILTER (WHERE age_days <= 1095) ELSE 0 END AS lenient_first_3y,
  count(*) FILTER (WHERE counted AND age_days <= 90) AS count_90d,
  count(*) FILTER (WHERE counted AND age_days <= 1826) AS count_5y,
  CASE WHEN count(*) FILTER (WHERE counted AND age_days <= 365) > 0
    THEN count(*) FILTER (WHERE counted AND age_days <= 365) / (1 + count(*) FILTER (WHERE counted AND age_days BETWEEN 366 AND 1095) / 2::float8) END AS trend,
  count(*) FILTER (WHERE kind = 'warning' AND age_days <= 730) AS warnings_2y,
  count(*) FILTER (WHERE fine_yuan >= 50000 AND age_days <= 1095) AS heavy_fines_3y,
  coalesce(sum(fine_yuan * exp(age_days * (-ln(2::float8) / 730))), 0) AS fines_decayed,
  count(*) FILTER (WHERE kind = 'detention' AND age_days <= 1826) AS detention_5y,
  count(*) FILTER (WHERE food AND counted AND age_days <= 1095) AS food_3y,
  count(*) FILTER (WHERE safety AND counted AND age_days <= 1095) AS safety_3y,
  count(*) FILTER (WHERE quality AND counted AND age_days <= 1095) AS quality_3y,
  count(*) FILTER (WHERE infringement AND counted AND age_days <= 1095) AS infringement_3y,
  count(*) FILTER (WHERE deception AND counted AND age_days <= 1095) AS deception_3y,
  count(*) FILTER (WHERE environment AND counted AND age_days <= 1095) AS environment_3y,
  count(*) FILTER (WHERE tax AND counted AND age_days <= 1095) AS tax_3y,
  count(*) FILTER (WHERE unlicensed AND counted AND age_days <= 1095) AS unlicensed_3y,
  count(*) FILTER (WHERE fraud AND counted AND age_days <= 1826) AS fraud_5y,
  count(*) FILTER (WHERE unpaid AND counted) AS unpaid,
  count(*) FILTER (WHERE repaired AND age_days <= 1095) AS repaired_3y
FROM fact
  GROUP BY subject_id
)
SELECT m.*, coalesce(v.repeated_2y, 0) AS repeated_2y, coalesce(v.authorities_3y, 0) AS authorities_3y
FROM measured m LEFT JOIN various v USING (subject_id);
