-- Whether an examination is the latest is asked of equipment alone: only its rows are numbered.
CREATE UNLOGGED TABLE text_failure AS
SELECT failure,
  failure ~ '致病|沙门|金黄色葡萄球菌|农药|兽药|残留|重金属|铅|镉|非食用|毒素|甲醛|苯|耐压|爆炸|触电|防火' AS hazardous,
  failure ~ '防腐剂|甜蜜素|添加剂|色素|糖精|二氧化硫' AS additive,
  failure ~ '菌落|大肠|霉菌' AS hygiene,
  failure ~ '标签|标志|标识|净含量' AS label
FROM (SELECT DISTINCT failure FROM product) AS texts;
ANALYZE text_failure;

CREATE UNLOGGED TABLE measure_product AS
WITH fact AS (
  SELECT subject_id, age_days, kind, failed,
    kind IS NOT DISTINCT FROM 'equipment' AS equipment,
    hazardous, additive, hygiene, label,
    producer = subject_name AS own
  FROM known_product LEFT JOIN text_failure USING (failure)
  OFFSET 0
), examined AS (
  SELECT subject_id, :'as_of'::date - next_due_on AS overdue_days, age_days,
    row_number() OVER (PARTITION BY subject_id, product, model, lot ORDER BY coalesce(occurred_on, known_on) DESC, source_row DESC) = 1 AS latest
  FROM known_product
  WHERE kind = 'equipment'
), equipment AS (
  SELECT subject_id,
    count(*) FILTER (WHERE overdue_days > 0) AS overdue,
    count(*) FILTER (WHERE overdue_days BETWEEN -60 AND 0) AS due_60d,
    count(*) FILTER (WHERE age_days <= 1095) AS pieces
  FROM examined
  WHERE latest
  GROUP BY subject_id
), failing AS (
  SELECT subject_id, count(DISTINCT product) AS kinds FROM known_product WHERE failed AND age_days <= 1095 GROUP BY subject_id
), measured AS (
  SELECT subject_id,
    count(*) FILTER (WHERE failed AND NOT equipment AND age_days <= 730) AS failed_2y,
    coalesce(sum(exp(age_days * (-ln(2::float8) / 365))) FILTER (WHERE failed), 0) AS failed_decayed,
    count(*) FILTER (WHERE failed AND age_days <= 1095)::float8 / nullif(count(failed) FILTER (WHERE age_days <= 1095) + 1, 1) AS failed_share_3y,
    count(*) FILTER (WHERE failed AND hazardous AND age_days <= 1095) AS hazardous_3y,
    count(*) FILTER (WHERE equipment AND failed AND age_days <= 1095) AS equipment_failed_3y,
    CASE WHEN count(*) FILTER (WHERE failed AND age_days <= 1095) = 0 THEN count(*) FILTER (WHERE NOT failed AND age_days <= 1095) ELSE 0 END AS passed_3y,
    CASE WHEN min(age_days) FILTER (WHERE failed) <= min(age_days) FILTER (WHERE failed IS NOT NULL) THEN 1 ELSE 0 END AS last_failed,
    count(*) FILTER (WHERE failed AND own AND age_days <= 1095) AS own_failed_3y,
    count(*) FILTER (WHERE failed AND additive AND age_days <= 1095) AS additive_3y,
    count(*) FILTER (WHERE failed AND hygiene AND age_days <= 1095) AS hygiene_3y,
    count(*) FILTER (WHERE failed AND label AND age_days <= 1095) AS label_3y
  FROM fact
  GROUP BY subject_id
)
SELECT m.*, coalesce(f.kinds, 0) AS kinds_failed_3y, coalesce(e.overdue, 0) AS equipment_overdue, coalesce(e.due_60d, 0) AS equipment_due_60d, coalesce(e.pieces, 0) AS equipment_count
FROM measured m LEFT JOIN equipment e USING (subject_id) LEFT JOIN failing f USING (subject_id);
