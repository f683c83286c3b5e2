CREATE UNLOGGED TABLE text_item AS
SELECT item,
  item ~ '食品|餐饮|药品|医疗|化妆品' AS food,
  item ~ '安全生产|消防|特种设备|事故|应急|隐患' AS safety,
  item ~ '登记|公示|年报' AS publicity,
  item ~ '质量|计量|标准|认证' AS quality
FROM (SELECT DISTINCT item FROM supervision) AS texts;
ANALYZE text_item;

CREATE UNLOGGED TABLE text_task AS
SELECT kind, task_name,
  lower(kind) ~ '举报|投诉|complaint' AS prompted,
  kind ~ '专项|重点' OR task_name ~ '专项|重点|整治' AS special
FROM (SELECT DISTINCT coalesce(kind, '') AS kind, coalesce(task_name, '') AS task_name FROM supervision) AS texts;
ANALYZE text_task;

CREATE UNLOGGED TABLE text_result AS
SELECT result_text, handling,
  result_text ~ '弄虚作假|隐瞒' AS falsehood,
  handling ~ '立案|移送' AS transferred,
  strpos(handling, '约谈') > 0 AS interviewed,
  strpos(handling, '责令') > 0 OR strpos(result_text, '责令') > 0 AS ordered
FROM (SELECT DISTINCT coalesce(result_text, '') AS result_text, coalesce(handling, '') AS handling FROM supervision) AS texts;
ANALYZE text_result;

CREATE UNLOGGED TABLE measure_supervision AS
WITH fact AS (
  SELECT subject_id, age_days, result, reinspection, double_random, score, item,
    result IN ('passed', 'problem', 'corrected', 'unreachable', 'closed', 'uncooperative') AS concluded,
    result IN ('problem', 'unreachable', 'uncooperative') AS bad,
    reinspected_on - occurred_on AS reinspection_days,
    food, safety, publicity, quality, prompted, special, falsehood, transferred, interviewed, ordered
  FROM known_supervision r LEFT JOIN text_item USING (item)
    LEFT JOIN text_task t ON t.kind = coalesce(r.kind, '') AND t.task_name = coalesce(r.task_name, '')
    LEFT JOIN text_result a ON a.result_text = coalesce(r.result_text, '') AND a.handling = coalesce(r.handling, '')
  OFFSET 0
), item AS (
  SELECT subject_id, count(DISTINCT item) AS items
  FROM known_supervision WHERE result IN ('problem', 'unreachable', 'uncooperative') AND age_days <= 730 GROUP BY subject_id
), measured AS (
  SELECT subject_id,
  count(*) FILTER (WHERE result = 'problem' AND age_days <= 730) AS problems_2y,
  coalesce(sum(exp(age_days * (-ln(2::float8) / 365))) FILTER (WHERE bad), 0) AS problems_decayed,
  coalesce(sum(exp(age_days * (-ln(2::float8) / 730))) FILTER (WHERE bad), 0)
    / nullif(sum(exp(age_days * (-ln(2::float8) / 730))) FILTER (WHERE concluded), 0) AS problem_share,
  CASE WHEN min(age_days) FILTER (WHERE bad) <= min(age_days) FILTER (WHERE concluded) THEN 1 ELSE 0 END AS last_result_bad,
  count(*) FILTER (WHERE result = 'unreachable' AND age_days <= 730) AS unreachable_2y,
  count(*) FILTER (WHERE result = 'uncooperative' AND age_days <= 730) AS uncooperative_2y,
  count(*) FILTER (WHERE result = 'closed' AND age_days <= 365) AS closed_1y,
  count(*) FILTER (WHERE concluded) AS never_inspected,
  min(age_days) FILTER (WHERE concluded) AS days_since_last,
  count(*) FILTER (WHERE reinspection IN ('problem', 'uncooperative', 'unreachable') AND age_days <= 730) AS reinspection_failed_2y,
  count(*) FILTER (WHERE result = 'problem' AND reinspection IS NULL AND age_days BETWEEN 60 AND 730) AS not_reinspected,
  count(*) FILTER (WHERE double_random AND bad AND age_days <= 1095) AS double_random_bad_3y,
  avg(score) FILTER (WHERE age_days <= 730) AS average_score_2y,
  count(*) FILTER (WHERE (result = 'corrected' OR reinspection IN ('passed', 'corrected')) AND age_days <= 730) AS corrected_2y,
  CASE WHEN count(*) FILTER (WHERE bad AND age_days <= 1095) = 0 THEN count(*) FILTER (WHERE result = 'passed' AND age_days <= 1095) ELSE 0 END AS clean_record_3y,
  count(*) FILTER (WHERE bad AND age_days <= 90) AS problems_90d,
  count(*) FILTER (WHERE bad AND age_days <= 1826) AS problems_5y,
  CASE WHEN count(*) FILTER (WHERE bad AND age_days <= 365) > 0
    THEN count(*) FILTER (WHERE bad AND age_days <= 365) / (1 + count(*) FILTER (WHERE bad AND age_days BETWEEN 366 AND 1095) / 2::float8) END AS problem_trend,
  min(score) FILTER (WHERE age_days <= 1095) AS worst_score_3y,
  count(*) FILTER (WHERE bad AND special AND age_days <= 1095) AS special_bad_3y,
  count(*) FILTER (WHERE bad AND prompted AND age_days <= 1095) AS prompted_bad_3y,
  count(*) FILTER (WHERE bad AND food AND age_days <= 1095) AS food_bad_3y,
  count(*) FILTER (WHERE bad AND safety AND age_days <= 1095) AS safety_bad_3y,
  count(*) FILTER (WHERE bad AND quality AND age_days <= 1095) AS quality_bad_3y,
  count(*) FILTER (WHERE bad AND publicity AND age_days <= 1095) AS publicity_bad_3y,
  count(*) FILTER (WHERE falsehood AND age_days <= 1826) AS falsehood_5y,
  count(*) FILTER (WHERE transferred AND age_days <= 1095) AS transferred_3y,
  count(*) FILTER (WHERE interviewed AND age_days <= 730) AS interviewed_2y,
  count(*) FILTER (WHERE ordered AND age_days <= 730) AS ordered_2y,
  avg(reinspection_days::float8) FILTER (WHERE age_days <= 1095) AS slow_reinspection,
  count(*) FILTER (WHERE reinspection IN ('passed', 'corrected') AND age_days <= 1095)::float8
    / nullif(count(*) FILTER (WHERE reinspection IN ('passed', 'corrected', 'problem', 'uncooperative', 'unreachable') AND age_days <= 1095), 0) AS reinspection_passed_share
FROM fact
  GROUP BY subject_id
)
SELECT m.*, coalesce(i.items, 0) AS items_with_problems_2y FROM measured m LEFT JOIN item i USING (subject_id);
