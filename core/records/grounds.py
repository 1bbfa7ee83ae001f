"""依据: what the law says about single fields, shown on hover; law and article as they were read.

A rule of one place says so: 当地另有规定的从其规定.
"""

from core.text import Text

ASKED_TO_APPLY = Text(
    "法院、公安机关可以在受理前告知当事人向调委会申请调解。《人民调解法》第十八条",
    "Court and police may tell parties to apply first. People's Mediation Law, art. 18",
)
WAYS_TO_APPLY = Text(
    "可以书面申请,也可以口头申请;口头申请的记入笔录。《人民调解法》第十七条",
    "In writing or orally; what was said is written down. People's Mediation Law, art. 17",
)
MEDIATORS = Text(
    "可以指定一名或者几名人民调解员,也可以由当事人选择。《人民调解法》第十九条",
    "One or several mediators are named, or chosen by the parties. People's Mediation Law, art. 19",
)
REGISTERED = Text(
    "受理的纠纷都要登记。《人民调解委员会组织条例》第八条",
    "Every dispute accepted is registered. Regulation on Mediation Committees, art. 8",
)
NOT_ACCEPTED = Text(
    "没有这类情形的空着。选了只作提示,仍可保存。当事人一方明确拒绝的,不得调解。"
    "《人民调解法》第十七条",
    "Left empty where there is none. A hint only: the record can be saved. "
    "No mediation where a party clearly refuses. People's Mediation Law, art. 17",
)
SECRETS = Text(
    "不得泄露当事人的个人隐私、商业秘密。《人民调解法》第十五条",
    "Privacy and business secrets are not disclosed. People's Mediation Law, art. 15",
)
RECUSAL = Text(
    "当事人要求更换调解员的,予以更换。《人民调解工作若干规定》",
    "A mediator a party objects to is replaced. Provisions on People's Mediation Work",
)
PLACE = Text(
    "一般在调解室进行;可以公开,涉及隐私、商业秘密或当事人反对的除外。"
    "《人民调解工作若干规定》第二十八条、第二十九条",
    "Normally in the mediation room; open unless privacy, secrets or a party stand against it. "
    "Provisions on People's Mediation Work, art. 28, 29",
)
RECORDED = Text(
    "调解员应当记录调解情况。《人民调解法》第二十七条",
    "The mediator keeps a record. People's Mediation Law, art. 27",
)
FILED = Text(
    "调解登记、工作记录、协议书等材料应当立卷归档。《人民调解法》第二十七条",
    "Registration, records and agreements are kept as a file. People's Mediation Law, art. 27",
)
ENTRUSTED = Text(
    "委托移送须有委托调解函,结果要反馈委托单位。《宁波市人民调解条例》第十九条"
    "(当地另有规定的从其规定)",
    "Entrusting takes a letter; its sender is told the result. "
    "Ningbo Regulation, art. 19 (your county may differ)",
)
END_REASONS = Text(
    "当事人拒绝或撤回、无法达成协议、无法继续等,终止调解。《宁波市人民调解条例》第二十三条"
    "(当地另有规定的从其规定)",
    "Refusal or withdrawal, no agreement possible, cannot go on. "
    "Ningbo Regulation, art. 23 (your county may differ)",
)
LONGER = Text(
    "延长后期限的最后一天。双方同意可以延长。《宁波市人民调解条例》第二十七条、"
    "《深圳经济特区矛盾纠纷多元化解条例》第二十五条(当地另有规定的从其规定)",
    "The last day of the longer term, by consent of both. "
    "Ningbo Regulation, art. 27; Shenzhen Regulation, art. 25 (your county may differ)",
)
CONTENT = Text(
    "协议书可以载明当事人基本情况,纠纷的主要事实、争议事项和各方责任,协议内容、履行的方式和期限。"
    "《人民调解法》第二十九条",
    "An agreement may state the parties, facts, issues and responsibilities, the terms, and how and"
    " when they are performed. People's Mediation Law, art. 29",
)
WHERE_PERFORMED = Text(
    "协议书写明履行的方式、地点和期限。《人民调解工作若干规定》第三十五条",
    "An agreement says how, where and when it is performed. "
    "Provisions on People's Mediation Work, art. 35",
)
COPIES = Text(
    "当事人各执一份,调委会留存一份。《人民调解法》第二十九条",
    "One for each party and one for the committee. People's Mediation Law, art. 29",
)
SIGNED = Text(
    "各方当事人、调解员都已签名并加盖印章的那一天;就是协议日期时不用填。《人民调解法》第二十九条",
    "The day the last party or mediator signed or the seal was set; empty if that is the date. "
    "People's Mediation Law, art. 29",
)
PARTIAL = Text(
    "可以就部分事项先达成协议。《深圳经济特区矛盾纠纷多元化解条例》第二十六条"
    "(当地另有规定的从其规定)",
    "Part of a dispute may be settled first. Shenzhen Regulation, art. 26 (your county may differ)",
)
PERFORMED = Text(
    "调委会对履行情况进行监督,督促当事人履行。《人民调解法》第三十一条",
    "The committee supervises performance. People's Mediation Law, art. 31",
)
APPLIED = Text(
    "双方自协议生效之日起三十日内共同申请。最后一日放假的,顺延到其后第一个工作日。"
    "《人民调解法》第三十三条、《民事诉讼法》第八十五条、第二百零五条",
    "Jointly within 30 days of taking effect; if the last is a holiday, the next working day. "
    "People's Mediation Law, art. 33; Civil Procedure Law, art. 85, 205",
)
COURT = Text(
    "法院邀请调解的,向该法院申请;自行调解的,向当事人住所地、标的物所在地或调委会所在地的基层法院"
    "申请。《民事诉讼法》第二百零五条",
    "The court that invited; else the basic court of a party's home, of the object or of the "
    "committee. Civil Procedure Law, art. 205",
)
COURT_ACCEPTS = Text(
    "法院三日内决定是否受理。《最高人民法院关于人民调解协议司法确认程序的若干规定》第四条",
    "The court decides in 3 days. Supreme People's Court, Provisions on Confirmation, art. 4",
)
COURT_DECIDES = Text(
    "法院十五日内作出决定,可以延长十日。《最高人民法院关于人民调解协议司法确认程序的若干规定》"
    "第五条",
    "The court decides in 15 days, 10 more if needed. "
    "Supreme People's Court, Provisions on Confirmation, art. 5",
)
HEAD = Text(
    "调委会设主任一人,必要时设副主任。《人民调解法》第八条",
    "One director, deputies where needed. People's Mediation Law, art. 8",
)
TERM = Text(
    "任期三年,可以连选连任。《人民调解法》第九条",
    "Three years; re-election is allowed. People's Mediation Law, art. 9",
)
CHANGES = Text(
    "调委会及组成人员变更的,按期报县级司法行政部门备案;期限在“设置”的司法所资料中填写,空着按"
    "三十个工作日。《宁波市人民调解条例》第十三条(当地另有规定的从其规定)",
    "Changes are reported to the county office; the term stands with the office, left empty 30 "
    "working days. Ningbo Regulation, art. 13 (your county may differ)",
)
WOMEN = Text(
    "调委会应当有妇女成员。《人民调解法》第八条",
    "A committee has women among its members. People's Mediation Law, art. 8",
)
MINORITIES = Text(
    "多民族居住地区的调委会应当有人数较少民族的成员。《人民调解法》第八条",
    "Where nationalities live together, smaller ones are members too. "
    "People's Mediation Law, art. 8",
)
POST = Text(
    "调委会由三至九人组成,设主任一人,必要时设副主任。《人民调解法》第八条",
    "Three to nine members, one director, deputies where needed. People's Mediation Law, art. 8",
)
CHOSEN = Text(
    "人民调解员由调委会委员和调委会聘任的人员担任。《人民调解法》第十三条",
    "Mediators are the members and those the committee appoints. People's Mediation Law, art. 13",
)
ABLE = Text(
    "由公道正派、热心调解工作,并有一定文化、政策和法律知识的成年公民担任。《人民调解法》第十四条",
    "Adult, fair, with some education and knowledge of policy and law. "
    "People's Mediation Law, art. 14",
)
ALLOWANCE = Text(
    "从事调解工作应当给予适当的误工补贴。《人民调解法》第十六条",
    "Lost time is made good. People's Mediation Law, art. 16",
)
ROLLS_OVER = Text(
    "期限最后一日放假的,顺延到其后第一个工作日。《民事诉讼法》第八十五条",
    "A term that ends on a holiday ends on the next working day. Civil Procedure Law, art. 85",
)
