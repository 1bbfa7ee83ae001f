"""Code lists that several record kinds share."""

from core.text import Text

#: 性别. From the 17th place of an 18-place ID number: odd is male, even is female (GB 11643).
GENDER = {"male": Text("男", "Male"), "female": Text("女", "Female")}

#: 民族, codes of GB/T 3304.
ETHNICITY = {
    f"{i:02}": Text(zh, en)
    for i, (zh, en) in enumerate(
        (
            ("汉族", "Han"),
            ("蒙古族", "Mongol"),
            ("回族", "Hui"),
            ("藏族", "Zang"),
            ("维吾尔族", "Uygur"),
            ("苗族", "Miao"),
            ("彝族", "Yi"),
            ("壮族", "Zhuang"),
            ("布依族", "Buyei"),
            ("朝鲜族", "Chosen"),
            ("满族", "Man"),
            ("侗族", "Dong"),
            ("瑶族", "Yao"),
            ("白族", "Bai"),
            ("土家族", "Tujia"),
            ("哈尼族", "Hani"),
            ("哈萨克族", "Kazak"),
            ("傣族", "Dai"),
            ("黎族", "Li"),
            ("傈僳族", "Lisu"),
            ("佤族", "Va"),
            ("畲族", "She"),
            ("高山族", "Gaoshan"),
            ("拉祜族", "Lahu"),
            ("水族", "Sui"),
            ("东乡族", "Dongxiang"),
            ("纳西族", "Naxi"),
            ("景颇族", "Jingpo"),
            ("柯尔克孜族", "Kirgiz"),
            ("土族", "Tu"),
            ("达斡尔族", "Daur"),
            ("仫佬族", "Mulao"),
            ("羌族", "Qiang"),
            ("布朗族", "Blang"),
            ("撒拉族", "Salar"),
            ("毛南族", "Maonan"),
            ("仡佬族", "Gelao"),
            ("锡伯族", "Xibe"),
            ("阿昌族", "Achang"),
            ("普米族", "Pumi"),
            ("塔吉克族", "Tajik"),
            ("怒族", "Nu"),
            ("乌孜别克族", "Uzbek"),
            ("俄罗斯族", "Russ"),
            ("鄂温克族", "Ewenki"),
            ("德昂族", "Deang"),
            ("保安族", "Bonan"),
            ("裕固族", "Yugur"),
            ("京族", "Gin"),
            ("塔塔尔族", "Tatar"),
            ("独龙族", "Derung"),
            ("鄂伦春族", "Oroqen"),
            ("赫哲族", "Hezhen"),
            ("门巴族", "Monba"),
            ("珞巴族", "Lhoba"),
            ("基诺族", "Jino"),
        ),
        start=1,
    )
}

#: 证件类型. The codes are ours; the exchange values are unverified.
ID_TYPE = {
    "id_card": Text("居民身份证", "Resident ID card"),
    "residence_permit": Text("港澳台居民居住证", "Residence permit (HK, Macao, Taiwan)"),
    "passport": Text("护照", "Passport"),
    "credit_code": Text("统一社会信用代码", "Unified social credit code"),
    "other_id": Text("其他证件", "Other document"),
}

#: 学历.
EDUCATION = {
    "primary": Text("小学及以下", "Primary school or below"),
    "junior": Text("初中", "Junior high school"),
    "senior": Text("高中(中专)", "Senior high school"),
    "college": Text("大专", "College"),
    "bachelor": Text("本科", "Bachelor"),
    "postgraduate": Text("研究生及以上", "Postgraduate"),
}

#: 政治面貌.
POLITICAL_STATUS = {
    "party_member": Text("中共党员", "Party member"),
    "league_member": Text("共青团员", "League member"),
    "other_party": Text("民主党派", "Member of another party"),
    "masses": Text("群众", "None"),
}
