CREATE UNLOGGED TABLE text_complaint AS
SELECT content,
  content ~ '食品|异物|变质|过期|卫生|食物' AS food,
  content ~ '中毒|腹泻|受伤|爆炸|触电' AS harm,
  content ~ '预付|退费|退卡|充值|跑路|闭店' AS prepaid,
  content ~ '虚假|欺诈|不符|假冒|误导' AS deception,
  content ~ '质量|不合格|故障|售后' AS quality,
  content ~ '价格|缺斤|发票|收费' AS price
FROM (SELECT DISTINCT content FROM complaint) AS texts;
ANALYZE text_complaint;

CREATE UNLOGGED TABLE measure_complaint AS
WITH fact AS (
  SELECT subject_id, age_days, kind, upheld, mediated, amount_yuan,
    closed_on - occurred_on AS handling_days,
    kind IS DISTINCT FROM 'enquiry' AS counted,
    closed_on IS NULL OR closed_on > :'as_of'::date AS pending,
    result_text ~ '立案|处罚' AS filed,
    food, harm, prepaid, deception, quality, price
  FROM known_complaint LEFT JOIN text_complaint USING (content)
  OFFSET 0
)
SELECT subject_id,
  count(*) FILTER (WHERE counted AND age_days <= 365) AS count_1y,
  coalesce(sum(exp(age_days * (-ln(2::float8) / 180))) FILTER (WHERE counted), 0) AS count_decayed,
  count(*) FILTER (WHERE upheld AND age_days <= 730) AS upheld_2y,
  count(*) FILTER (WHERE upheld AND age_days <= 1095)::float8 / nullif(count(upheld) FILTER (WHERE age_days <= 1095) + 1, 1) AS upheld_share,
  count(*) FILTER (WHERE kind = 'report' AND age_days <= 730) AS reports_2y,
  CASE WHEN count(*) FILTER (WHERE age_days <= 90) >= 3
    THEN count(*) FILTER (WHERE age_days <= 90) / greatest(1, count(*) FILTER (WHERE age_days BETWEEN 91 AND 455) * 90 / 365::float8) END AS surge_90d,
  coalesce(sum(amount_yuan) FILTER (WHERE age_days <= 730), 0) AS amount_2y,
  count(*) FILTER (WHERE NOT mediated AND age_days <= 730) AS unmediated_2y,
  avg(handling_days::float8) FILTER (WHERE age_days <= 730) AS slow_handling,
  count(*) FILTER (WHERE mediated AND age_days <= 730)::float8 / nullif(count(mediated) FILTER (WHERE age_days <= 730), 0) AS mediated_share,
  count(*) FILTER (WHERE counted AND age_days <= 30) AS count_30d,
  count(*) FILTER (WHERE counted AND age_days <= 1095) AS count_3y,
  coalesce(sum(exp(age_days * (-ln(2::float8) / 365))) FILTER (WHERE upheld), 0) AS upheld_decayed,
  count(*) FILTER (WHERE kind = 'report' AND upheld AND age_days <= 1095) AS reports_upheld_3y,
  count(*) FILTER (WHERE filed AND age_days <= 1095) AS filed_3y,
  count(*) FILTER (WHERE food AND counted AND age_days <= 730) AS food_2y,
  count(*) FILTER (WHERE harm AND age_days <= 1095) AS harm_3y,
  count(*) FILTER (WHERE prepaid AND counted AND age_days <= 730) AS prepaid_2y,
  count(*) FILTER (WHERE deception AND counted AND age_days <= 730) AS deception_2y,
  count(*) FILTER (WHERE quality AND counted AND age_days <= 730) AS quality_2y,
  count(*) FILTER (WHERE price AND counted AND age_days <= 730) AS price_2y,
  max(amount_yuan) FILTER (WHERE age_days <= 730) AS largest_2y,
  count(*) FILTER (WHERE pending AND counted AND age_days BETWEEN 61 AND 730) AS pending_60d,
  count(*) FILTER (WHERE mediated AND handling_days <= 7 AND age_days <= 730) AS quick_settled_2y
FROM fact
GROUP BY subject_id;
