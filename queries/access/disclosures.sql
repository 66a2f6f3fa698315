-- title.az: Məlumatın verilməsi
-- title.en: Disclosures
-- title.ru: Передачи данных
-- about.az: Hesabat gününün sonunadək məlumatın verilməsinin hər halı: kimə, hansı əsasla, hansı akt, maddə və məktub üzrə, neçə şəxs barədə verildiyi və tam sənədləşdirilib-sənədləşdirilmədiyi.
-- about.en: Every disclosure up to the as-of day: to whom, on what ground, under which act, article and letter, of how many people, and whether its record is complete.
-- about.ru: Каждая передача по отчётный день: кому, на каком основании, по какому акту, статье и письму, о скольких лицах и полностью ли документирована.
-- grain: one disclosure
-- basis: policy 6.2, 6.3, 3.2.4
-- roles: management dpo auditor
-- version: 1
-- people: subject_count
-- numerator: complete disclosures: under the law with act, article and letter; on suspicion with case and authoriser; contract and consent always
-- numerator.az: tam sənədləşdirilmiş hallar: qanun əsasında — akt, maddə və məktub; şübhə əsasında — işin nömrəsi və icazə verən; müqavilə və razılıq — həmişə
-- numerator.ru: полностью документированные передачи: по закону — с актом, статьёй и письмом; по подозрению — с номером дела и указанием, кто разрешил; по договору и согласию — всегда
-- denominator: all disclosures up to the as-of day
-- denominator.az: hesabat gününün sonunadək məlumatın verilməsinin bütün halları
-- denominator.ru: все передачи по отчётный день
-- sources: disclosures
select
    disclosure_id,
    disclosed_on,
    recipient,
    recipient_type,
    ground,
    legal_act,
    article,
    letter_no,
    subject_count,
    case coalesce(ground, '')
        when 'law' then legal_act is not null and article is not null and letter_no is not null
        when 'suspicion' then case_no is not null and authorised_by is not null
        else coalesce(ground, '') in ('contract', 'consent')
    end as complete,
    case_no,
    authorised_by,
    categories,
    country,
    case
        when ground = 'law' then nullif(concat_ws(
            ', ',
            case when legal_act is null then 'legal_act' end,
            case when article is null then 'article' end,
            case when letter_no is null then 'letter_no' end
        ), '')
        when ground = 'suspicion' then nullif(concat_ws(
            ', ',
            case when case_no is null then 'case_no' end,
            case when authorised_by is null then 'authorised_by' end
        ), '')
        when coalesce(ground, '') not in ('contract', 'consent') then 'ground'
    end as missing,
from disclosures
where disclosed_on <= $as_of
  and ($from_day is null or disclosed_on >= $from_day)
  and ($to_day is null or disclosed_on <= $to_day)
order by disclosed_on desc, disclosure_id desc
