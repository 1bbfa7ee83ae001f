"""Code lists of legal aid, consultation and drafting; identifiers as in the field's own words.

Statutory lists follow the Legal Aid Law (法律援助法), articles 22-48; those of the printed forms
follow the approval form of 2013. Provinces add matters of their own: every list can be added to.
"""

from core.text import Text

#: 援助事项. Basis, branch and the columns it is counted in: resources/legal_aid_matters.toml.
MATTER_CODE = {
    "labor_remuneration": Text("请求支付劳动报酬", "Payment of wages"),
    "work_injury_insurance": Text("请求工伤保险待遇", "Work injury insurance"),
    "work_injury": Text("工伤(工伤保险待遇之外)", "Work injury outside the insurance"),
    "labor_relation": Text("请求确认劳动关系", "Confirmation of employment"),
    "other_labor": Text("其他劳动纠纷", "Other labour disputes"),
    "support_maintenance": Text("请求给付赡养费、抚养费、扶养费", "Maintenance"),
    "support_parents": Text("赡养费", "Maintenance of parents"),
    "support_child": Text("抚养费", "Maintenance of children"),
    "support_spouse": Text("扶养费", "Maintenance between spouses"),
    "marriage_family": Text("婚姻家庭", "Marriage and family"),
    "domestic_violence": Text(
        "遭受虐待、遗弃、家庭暴力主张权益", "Abuse, abandonment, domestic violence"
    ),
    "traffic_accident": Text("交通事故", "Traffic accident"),
    "medical_accident": Text("医疗事故", "Medical accident"),
    "food_drug_accident": Text("食品药品安全事故", "Food or drug accident"),
    "product_quality": Text("产品质量纠纷", "Product quality"),
    "other_personal_injury": Text("其他人身伤害赔偿", "Other personal injury"),
    "environment_damage": Text("环境污染、生态破坏", "Pollution, damage to nature"),
    "social_insurance": Text("请求社会保险待遇", "Social insurance"),
    "social_assistance": Text("请求社会救助", "Social assistance"),
    "pension_relief": Text("请求发给抚恤金、救济金", "Pension for the bereaved, relief"),
    "state_compensation": Text("请求国家赔偿", "State compensation"),
    "capacity_declaration": Text(
        "认定公民无民事行为能力、限制民事行为能力", "Declaration of incapacity"
    ),
    "good_samaritan": Text("见义勇为", "Acts of bravery"),
    "hero_honor": Text("英雄烈士近亲属维护人格权益", "Honour of heroes and martyrs"),
    "retrial_acquittal_compensation": Text(
        "再审改判无罪请求国家赔偿", "Compensation after acquittal in a retrial"
    ),
    "petition_retrial": Text("申诉案件", "Petition for a retrial"),
    "private_lending": Text("民间借贷", "Private lending"),
    "contract_dispute": Text("合同纠纷", "Contract"),
    "consumer_rights": Text("消费者权益", "Consumer rights"),
    "criminal_homicide": Text("故意杀人", "Homicide"),
    "criminal_injury": Text("故意伤害", "Intentional injury"),
    "criminal_robbery": Text("抢劫抢夺", "Robbery"),
    "criminal_rape": Text("强奸", "Rape"),
    "criminal_drugs": Text("毒品犯罪", "Drugs"),
    "criminal_theft": Text("盗窃", "Theft"),
    "criminal_fraud": Text("诈骗", "Fraud"),
    "criminal_bribery": Text("受贿行贿", "Bribery"),
    "criminal_traffic": Text("交通肇事", "Traffic offence"),
    "criminal_other": Text("其他刑事", "Other criminal matters"),
    "administrative_other": Text("其他行政", "Other administrative matters"),
    "notary_aid": Text("公证援助", "Notarial aid"),
    "forensic_aid": Text("司法鉴定援助", "Forensic aid"),
    "other": Text("其他事项", "Other matters"),
}

#: 人群类别, several for one person.
RECIPIENT_GROUP = {
    "woman": Text("妇女", "Women"),
    "disabled": Text("残疾人", "Disabled"),
    "blind_deaf_mute": Text("盲聋哑", "Blind, deaf or mute"),
    "farmer": Text("农民", "Farmers"),
    "migrant_worker": Text("农民工", "Migrant workers"),
    "elderly": Text("老年人", "Elderly"),
    "minor": Text("未成年人", "Minors"),
    "military_family": Text("军人军属", "Soldiers and families"),
    "ethnic_minority": Text("少数民族", "Ethnic minorities"),
    "foreign_stateless": Text("外国籍或无国籍人", "Foreign or stateless"),
    "general_poor": Text("一般贫困者", "Poor"),
    "low_income_allowance": Text("低保人员", "On the minimum allowance"),
    "five_guarantee": Text("五保(特困)人员", "In extreme difficulty"),
    "preferential_care": Text("优抚对象", "Entitled to preferential care"),
    "unemployed": Text("失业人员", "Unemployed"),
    "veteran": Text("退役军人", "Veterans"),
    "possible_death_penalty": Text("可能被判处死刑的", "Facing the death penalty"),
    "other": Text("其他人群", "Others"),
}

CHANNEL = {
    "visit": Text("来访", "Visit"),
    "phone": Text("来电", "Phone call"),
    "phone_12348": Text("12348来电", "Call of 12348"),
    "letter": Text("来信", "Letter"),
    "online": Text("网络", "Online"),
    "video_terminal": Text("视频终端", "Video terminal"),
    "home_visit": Text("上门", "Home visit"),
    "event": Text("现场活动", "Publicity event"),
    "other": Text("其他方式", "Other"),
}

HANDLING = {
    "answered": Text("当场解答", "Answered"),
    "document_drafted": Text("代书", "Document drafted"),
    "aid_applied": Text("申请法律援助", "Applied for legal aid"),
    "aid_applied_approved": Text("申请法律援助并获批准", "Applied for legal aid, granted"),
    "referred": Text("引导其他渠道", "Referred elsewhere"),
    "appointment": Text("约期解答", "Appointment"),
    "transferred_mediation": Text("转人民调解", "Passed on to mediation"),
}

REFERRAL_TARGET = {
    "police_110": Text("110报警", "Police (110)"),
    "hotline_12345": Text("12345热线", "Hotline 12345"),
    "legal_aid_line": Text("法律援助专线", "Legal aid line"),
    "other_line": Text("其他专线", "Another line"),
    "court": Text("人民法院", "Court"),
    "labor_dept": Text("劳动监察、仲裁部门", "Labour department"),
    "other": Text("其他去向", "Elsewhere"),
}

APPLICATION_STATUS = {
    "draft": Text("草稿(代填)", "Draft"),
    "received": Text("收到申请", "Received"),
    "supplement_requested": Text("通知补充", "Supplement asked for"),
    "screened": Text("工作站已初审", "Screened by the station"),
    "forwarded": Text("已转交中心", "Forwarded to the centre"),
    "under_review": Text("审查中", "Under review"),
    "granted": Text("给予法律援助", "Granted"),
    "refused": Text("不予法律援助", "Refused"),
    "not_competent": Text("不属本机构受理", "Not for this office"),
    "withdrawn": Text("申请人撤回", "Withdrawn"),
    "deemed_withdrawn": Text("视为撤回申请", "Deemed withdrawn"),
}

CASE_STATUS = {
    "granted": Text("已决定", "Decided"),
    "assigned": Text("已指派", "Assigned"),
    "agreement_signed": Text("已签委托协议", "Agreement signed"),
    "in_progress": Text("承办中", "In progress"),
    "handler_change_requested": Text("申请更换承办人", "Change of handler asked for"),
    "handler_changed": Text("已更换承办人", "Handler changed"),
    "closed": Text("已结案", "Closed"),
    "terminated": Text("终止法律援助", "Terminated"),
    "file_submitted": Text("已提交立卷材料", "File handed in"),
    "file_returned": Text("立卷材料退补", "File sent back"),
    "file_accepted": Text("立卷材料合格", "File accepted"),
    "subsidy_paid": Text("已发放补贴", "Subsidy paid"),
    "archived": Text("已归档", "Archived"),
    "revisited": Text("已回访", "Revisited"),
}

SERVICE_FORM = {
    "consultation": Text("法律咨询", "Consultation"),
    "document_drafting": Text("代拟法律文书", "Drafting of documents"),
    "criminal_defense_agency": Text("刑事辩护与代理", "Criminal defence and agency"),
    "litigation_agency": Text("诉讼代理", "Agency in lawsuits"),
    "non_litigation_agency": Text("非诉讼代理", "Agency outside lawsuits"),
    "duty_lawyer_help": Text("值班律师法律帮助", "Help of a duty lawyer"),
    "labor_mediation_arbitration": Text(
        "劳动争议调解与仲裁代理", "Agency in labour mediation and arbitration"
    ),
    "other": Text("其他服务形式", "Other"),
}

AID_TYPE = {
    "applied": Text("申请类", "On application"),
    "notified": Text("通知类", "On notice of an organ"),
    "requested": Text("商请类", "On request of an organ"),
    "compulsory_medical": Text("强制医疗类", "Compulsory medical treatment"),
}

CASE_KIND = {
    "criminal": Text("刑事", "Criminal"),
    "civil": Text("民事", "Civil"),
    "administrative": Text("行政", "Administrative"),
}

PROCEDURE_KIND = {
    "litigation": Text("诉讼", "Lawsuit"),
    "non_litigation": Text("非诉讼", "Outside a lawsuit"),
}

AID_SOURCE = {
    "self_applied": Text("当事人申请", "Applied for by the person"),
    "court_designated": Text("人民法院指定", "Designated by a court"),
    "police_transferred": Text("公安机关转交", "Passed on by the police"),
    "procuratorate_transferred": Text("检察机关转交", "Passed on by the procuratorate"),
    "social_org_transferred": Text("社会组织转交", "Passed on by an organisation"),
    "law_firm_transferred": Text("律师事务所转交", "Passed on by a law firm"),
    "workstation_forwarded": Text("工作站转交", "Passed on by a workstation"),
    "other": Text("其他来源", "Other"),
}

AID_METHOD = {
    "criminal_defense": Text("刑事辩护", "Criminal defence"),
    "victim_agency": Text("刑事被害人代理", "Agency for a victim"),
    "incidental_civil_agency": Text("刑事附带民事诉讼代理", "Incidental civil action"),
    "private_prosecution_agency": Text("自诉代理", "Private prosecution"),
    "civil_litigation_agency": Text("民事诉讼代理", "Civil lawsuit"),
    "administrative_litigation_agency": Text("行政诉讼代理", "Administrative lawsuit"),
    "labor_arbitration_agency": Text("劳动仲裁代理", "Labour arbitration"),
    "other_non_litigation_agency": Text("其他非诉讼代理", "Other, outside a lawsuit"),
}

PROCEEDING_STAGE = {
    "not_started": Text("尚未进入法律程序", "Not yet begun"),
    "investigation": Text("侦查", "Investigation"),
    "prosecution_review": Text("审查起诉", "Review for prosecution"),
    "first_instance": Text("一审", "First instance"),
    "second_instance": Text("二审", "Second instance"),
    "trial_supervision": Text("审判监督", "Trial supervision"),
    "arbitration": Text("仲裁", "Arbitration"),
    "mediation": Text("调解", "Mediation"),
    "administrative_handling": Text("行政处理", "Administrative handling"),
    "reconsideration": Text("行政复议", "Reconsideration"),
    "state_compensation": Text("国家赔偿", "State compensation"),
    "death_review": Text("死刑复核", "Review of a death sentence"),
    "petition": Text("申诉", "Petition"),
    "enforcement": Text("执行", "Enforcement"),
}

URGENT_REASON = {
    "limitation_under_7_days": Text("时效或期限不足七日", "Less than 7 days of limitation left"),
    "preservation_needed": Text(
        "需立即申请财产保全、证据保全或先予执行", "Preservation or advance enforcement at once"
    ),
    "other": Text("其他紧急情形", "Another urgent matter"),
}

REFUSAL_REASON = {
    "out_of_scope": Text("不属于法律援助事项范围", "Outside the scope"),
    "means_not_met": Text("不符合经济困难标准", "Not in hardship by the standard"),
    "other": Text("其他不予理由", "Other reasons"),
}

TERMINATION_REASON = {
    "fraud": Text("以欺骗或者其他不正当手段获得", "Got by fraud"),
    "concealed_or_false_evidence": Text(
        "隐瞒重要事实或者提供虚假证据", "Facts concealed or false evidence"
    ),
    "illegal_use": Text("利用法律援助从事违法活动", "Used for illegal acts"),
    "means_changed": Text("经济状况变化,不再符合条件", "Means have changed"),
    "case_ended_or_revoked": Text("案件终止审理或者已被撤销", "The case ended or was revoked"),
    "self_retained_agent": Text("自行委托律师或者其他代理人", "Retained an agent himself"),
    "recipient_request": Text("受援人有正当理由要求终止", "Asked for by the recipient"),
    "other_by_law": Text("法律法规规定的其他终止情形", "Other by law"),
}

OUTCOME = {
    "won": Text("胜诉", "Won"),
    "partly_won": Text("部分胜诉", "Partly won"),
    "lost": Text("败诉", "Lost"),
    "mediated": Text("调解", "Mediated"),
    "settled": Text("和解", "Settled by the parties"),
    "withdrawn": Text("撤诉", "Withdrawn"),
    "arbitrated": Text("劳动仲裁", "Arbitrated"),
    "opinion_adopted": Text("意见全部采纳", "Opinion adopted"),
    "opinion_partly": Text("意见部分采纳", "Opinion adopted in part"),
    "opinion_rejected": Text("意见未采纳", "Opinion not adopted"),
    "terminated": Text("终止", "Terminated"),
}

CLOSE_DATE_BASIS = {
    "judgment_received": Text("收到判决、裁定、调解书", "Judgment or ruling received"),
    "award_received": Text("收到仲裁裁决书、复议决定书", "Award or decision received"),
    "settlement_date": Text("和解、调解协议达成", "Settlement reached"),
    "performance_started": Text("无文书,义务人开始履行", "Performance begun, no paper"),
    "termination_received": Text("承办单位收到终止决定", "Decision to terminate received"),
}

#: 文书种类: form ids of the Ministry's 32 formats, those a document number or a service can have.
AID_DOCUMENT = {
    "materials_receipt": Text("法律援助申请材料接收凭证", "Receipt of materials"),
    "supplement_notice": Text("补充材料/说明通知书", "Notice to supplement"),
    "cooperation_letter": Text("法律援助协作函", "Letter of cooperation"),
    "review_form": Text("法律援助审查表", "Review form"),
    "grant_decision": Text("给予法律援助决定书", "Decision to grant"),
    "refusal_decision": Text("不予法律援助决定书", "Decision to refuse"),
    "assignment_notice": Text("指派通知书", "Notice of assignment"),
    "agency_agreement": Text("委托代理/辩护协议", "Agreement of agency or defence"),
    "official_letter": Text("法律援助公函", "Official letter"),
    "progress_record": Text("法律援助案件承办情况通报/报告记录", "Record of progress"),
    "introduction_letter": Text("法律援助机构介绍信", "Letter of introduction"),
    "handler_change_notice": Text("更换法律援助人员通知书", "Notice of a change of handler"),
    "termination_decision": Text("终止法律援助决定书", "Decision to terminate"),
    "termination_letter": Text("终止法律援助公函", "Letter on the termination"),
    "objection_decision": Text("法律援助异议审查决定书", "Decision on an objection"),
    "organ_inquiry_letter": Text("征询办案机关意见函", "Letter asking an organ"),
    "other": Text("其他文书", "Other"),
}

SERVICE_METHOD = {
    "direct": Text("直接送达", "In person"),
    "post": Text("邮寄送达", "By post"),
    "left": Text("留置送达", "Left behind"),
    "other": Text("其他送达方式", "Otherwise"),
}

MEANS_BASIS = {
    "declared_promise": Text("个人诚信承诺", "Personal promise"),
    "data_sharing": Text("信息共享查询", "Shared data"),
    "exempt_check": Text("免予核查", "Exempt from the check"),
    "not_required": Text("不受经济困难限制", "Means do not matter"),
    "mandatory_notice": Text("通知辩护、代理", "Notified defence or agency"),
}

EXEMPTION_CODE = {
    "no_fixed_income_group": Text(
        "无固定生活来源的未成年人、老年人、残疾人等特定群体",
        "Minors, elderly, disabled and others without regular income",
    ),
    "assistance_recipient": Text(
        "社会救助、司法救助或者优抚对象", "On social or judicial assistance or preferential care"
    ),
    "migrant_wage_injury": Text(
        "申请支付劳动报酬或者请求工伤事故人身损害赔偿的进城务工人员",
        "Migrant workers claiming wages or for a work injury",
    ),
    "other_by_law": Text("法律、法规、规章规定的其他人员", "Others by law"),
}

NO_MEANS_LIMIT_CODE = {
    "hero_honor": Text("英雄烈士近亲属维护英雄烈士人格权益", "Honour of heroes and martyrs"),
    "good_samaritan": Text("因见义勇为行为主张民事权益", "Claims from an act of bravery"),
    "retrial_acquittal": Text("再审改判无罪请求国家赔偿", "Compensation after acquittal"),
    "abuse_abandon_violence": Text(
        "遭受虐待、遗弃或者家庭暴力主张权益", "Abuse, abandonment, domestic violence"
    ),
    "other_by_law": Text("法律、法规、规章规定的其他情形", "Other cases by law"),
}

APPLICANT_RELATION = {
    "self": Text("本人", "The person"),
    "statutory_agent": Text("法定代理人", "Statutory agent"),
    "close_relative": Text("近亲属", "Close relative"),
    "entrusted_agent": Text("委托代理人", "Entrusted agent"),
    "transferred_by_organ": Text("机关转交", "Passed on by an organ"),
}

AID_EDUCATION = {
    "illiterate": Text("文盲", "Illiterate"),
    "primary": Text("小学", "Primary"),
    "secondary": Text("中学", "Secondary"),
    "college_up": Text("大专以上", "College and above"),
}

HANDLER_KIND = {
    "agency_staff": Text("机构人员", "Staff of the agency"),
    "lawyer": Text("社会律师", "Lawyer"),
    "grassroots_legal_worker": Text("基层法律服务工作者", "Grass-roots legal worker"),
    "social_organisation": Text("社会组织人员", "Social organisation"),
    "volunteer": Text("志愿者", "Volunteer"),
}

HANDLER_CHANGE_REASON = {
    "duty_not_performed": Text("未依法履行职责", "Duty not performed"),
    "conflict_of_interest": Text("存在利益冲突", "Conflict of interest"),
    "objective_reason": Text("因客观原因无法继续承办", "Cannot go on"),
}

OBJECTION_RESULT = {
    "upheld": Text("维持", "Upheld"),
    "ordered_correction": Text("责令改正", "Correction ordered"),
}

AUTHORITY_SCOPE = {
    "general": Text("一般授权", "General authority"),
    "special": Text("特别授权", "Special authority"),
}

SIGN_KIND = {
    "signature": Text("本人签名", "Signed in person"),
    "fingerprint": Text("他人代书,本人按指印", "Written by another, fingerprint"),
}

CLAIM_DIVISION = {
    "indivisible": Text("不可分之诉(计 1 件)", "Indivisible (counts 1)"),
    "divisible": Text("可分之诉(按申请人数计件)", "Divisible (counts each applicant)"),
}

MUST_REPORT = {
    "major_doubt": Text("主要证据认定、适用法律有重大疑义", "Serious doubt"),
    "mass_incident": Text("涉及群体性事件", "Mass incident"),
    "social_impact": Text("有重大社会影响", "Great social impact"),
    "complex": Text("其他复杂、疑难情形", "Complex"),
}

#: 办理事项: what can happen more than once in a case.
AID_EVENT = {
    "supplement_notice": Text("通知补充材料、说明", "Notice to supplement"),
    "cooperation": Text("请求异地协作核查", "Check in another region"),
    "objection": Text("申请人提出异议", "Objection"),
    "handler_change": Text("申请更换承办人", "Change of handler asked for"),
    "progress": Text("承办情况通报、报告", "Report on progress"),
    "file_return": Text("立卷材料退补", "File sent back"),
    "revisit": Text("回访受援人", "Revisit"),
    "other": Text("其他办理事项", "Other"),
}

DOC_TYPE = {
    "complaint": Text("起诉状", "Statement of claim"),
    "defence": Text("答辩状", "Statement of defence"),
    "arbitration_application": Text("仲裁申请书", "Application for arbitration"),
    "agreement": Text("协议书", "Agreement"),
    "application": Text("申请书", "Application"),
    "other": Text("其他文书", "Other"),
}
