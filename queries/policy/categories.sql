-- title.az: Bəyan edilmiş məlumat kateqoriyaları
-- title.en: Declared categories of data
-- title.ru: Заявленные категории данных
-- about.az: Siyasətin 4-cü bölməsində bəyan edilmiş hər məlumat kateqoriyası və onun saxlandığı sütun.
-- about.en: Every category of data that section 4 of the policy declares, and the column that holds it.
-- about.ru: Каждая категория данных, заявленная в разделе 4 политики, и столбец, в котором она хранится.
-- grain: one category
-- basis: policy 4
-- roles: management dpo auditor
-- version: 1
select category, clause, "table", "column", sensitive, dpv, az, en, ru
from categories
order by category
