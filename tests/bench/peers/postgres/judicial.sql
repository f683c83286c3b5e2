CREATE UNLOGGED TABLE measure_judicial AS
WITH fact AS (
  SELECT subject_id, age_days, kind, role, amount_yuan,
    kind = 'execution' AS execution, kind = 'dishonest' AS dishonest, kind IN ('execution', 'dishonest') AS owed,
    role IN ('defendant', 'debtor') AS sued,
    role IS DISTINCT FROM 'plaintiff' AS against,
    strpos(words, '不正当竞争') > 0 AS unfair,
    words ~ '产品责任|买卖合同|服务合同|消费' AS consumer,
    words ~ '产品责任|产品质量|生命权|健康权' AS liability,
    words ~ '劳动|工资|劳务' AS labour,
    words ~ '商标|著作权|专利|商业秘密' AS infringement,
    words ~ '借贷|借款|融资租赁|担保|票据' AS lending,
    words ~ '建设工程|施工|装饰装修' AS construction,
    words ~ '租赁合同|物业' AS lease,
    words ~ '诈骗|非法吸收|集资|虚开|传销' OR strpos(cause, '罪') > 0 AS criminal,
    coalesce(state ~ '履行完毕|已履行|结案|屏蔽|撤销', false) AS settled
  FROM (
    -- What counts against the subject and is not too old is searched.
    SELECT *, CASE WHEN role IS DISTINCT FROM 'plaintiff' AND age_days <= 1826 THEN coalesce(cause, '') || coalesce(title, '') END AS words FROM known_judicial OFFSET 0
  ) AS source
  OFFSET 0
)
SELECT subject_id,
  count(*) FILTER (WHERE kind = 'judgment' AND sued AND age_days <= 1095) AS defendant_3y,
  coalesce(sum(exp(age_days * (-ln(2::float8) / 730))) FILTER (WHERE against), 0) AS cases_decayed,
  count(*) FILTER (WHERE execution AND age_days <= 1095) AS executions_3y,
  count(*) FILTER (WHERE dishonest AND age_days <= 1825) AS dishonest_5y,
  count(*) FILTER (WHERE kind = 'restriction' AND age_days <= 1095) AS restricted_3y,
  count(*) FILTER (WHERE kind = 'bankruptcy' AND age_days <= 1825) AS bankruptcy,
  coalesce(sum(amount_yuan) FILTER (WHERE against AND age_days <= 1095), 0) AS amount_3y,
  count(*) FILTER (WHERE unfair AND against AND age_days <= 1825) AS unfair_competition_5y,
  count(*) FILTER (WHERE consumer AND sued AND age_days <= 1095) AS consumer_cases_3y,
  count(*) FILTER (WHERE labour AND sued AND age_days <= 1095) AS labour_cases_3y,
  count(*) FILTER (WHERE kind = 'judgment' AND sued AND age_days <= 365) AS defendant_1y,
  CASE WHEN count(*) FILTER (WHERE against AND age_days <= 365) > 0
    THEN count(*) FILTER (WHERE against AND age_days <= 365) / (1 + count(*) FILTER (WHERE against AND age_days BETWEEN 366 AND 1095) / 2::float8) END AS trend,
  max(amount_yuan) FILTER (WHERE against AND age_days <= 1095) AS largest_3y,
  min(age_days) FILTER (WHERE against) AS days_since_case,
  count(*) FILTER (WHERE execution AND NOT settled AND age_days <= 1826) AS executions_open,
  coalesce(sum(amount_yuan) FILTER (WHERE owed AND NOT settled AND age_days <= 1826), 0) AS executions_open_amount,
  coalesce(sum(exp(age_days * (-ln(2::float8) / 730))) FILTER (WHERE (owed OR kind = 'restriction')), 0) AS executions_decayed,
  count(*) FILTER (WHERE dishonest AND NOT settled AND age_days <= 1826) AS dishonest_open,
  count(*) FILTER (WHERE liability AND against AND age_days <= 1826) AS liability_5y,
  count(*) FILTER (WHERE infringement AND against AND age_days <= 1826) AS infringement_5y,
  count(*) FILTER (WHERE lending AND against AND age_days <= 1095) AS lending_3y,
  count(*) FILTER (WHERE construction AND against AND age_days <= 1095) AS construction_3y,
  count(*) FILTER (WHERE lease AND against AND age_days <= 1095) AS lease_3y,
  count(*) FILTER (WHERE criminal AND against AND age_days <= 1826) AS criminal_5y,
  count(*) FILTER (WHERE owed AND settled AND age_days <= 1826)::float8
    / nullif(count(*) FILTER (WHERE owed AND age_days <= 1826), 0) AS fulfilled_share
FROM fact
GROUP BY subject_id;
