//! Who speaks: the states that a title names before what it is about.

/// Where the names in a title end, at the latest.
const STOPS: &[&str] = &[
    "关于",
    "在",
    "就",
    "联合声明",
    "联合公报",
    "联合宣言",
    "联合新闻",
    "联合倡议",
    "共同",
    "睦邻",
    "友好",
    "建立",
    "建交",
    "全面",
    "战略",
    "深化",
    "加强",
    "新时代",
    "政府间",
    "（",
    "(",
];

/// Where a party's name ends and its organ or head begins.
const ORGANS: &[&str] =
    &["政府", "国家主席", "国家元首", "主席", "总统", "总理", "元首", "外交部", "外长", "国王", "王储", "埃米尔"];

/// Names that hold a 和 of their own.
const WITH_AND: &[&str] = &[
    "共和国",
    "波斯尼亚和黑塞哥维那",
    "特立尼达和多巴哥",
    "安提瓜和巴布达",
    "圣多美和普林西比",
    "圣基茨和尼维斯",
    "圣文森特和格林纳丁斯",
];

/// Full names whose short form is not the name without its kind of state.
const SHORT: &[(&str, &str)] = &[
    ("中华人民共和国", "中国"),
    ("美利坚合众国", "美国"),
    ("大不列颠及北爱尔兰联合王国", "英国"),
    ("法兰西共和国", "法国"),
    ("德意志联邦共和国", "德国"),
    ("大韩民国", "韩国"),
    ("朝鲜民主主义人民共和国", "朝鲜"),
    ("日本国", "日本"),
    ("蒙古国", "蒙古国"),
    ("泰王国", "泰国"),
    ("孟加拉人民共和国", "孟加拉国"),
    ("阿拉伯联合酋长国", "阿联酋"),
    ("刚果民主共和国", "刚果（金）"),
    ("刚果共和国", "刚果（布）"),
    ("墨西哥合众国", "墨西哥"),
    ("科威特国", "科威特"),
    ("卡塔尔国", "卡塔尔"),
    ("以色列国", "以色列"),
    ("巴勒斯坦国", "巴勒斯坦"),
    ("文莱达鲁萨兰国", "文莱"),
    ("玻利维亚多民族国", "玻利维亚"),
    ("巴布亚新几内亚独立国", "巴布亚新几内亚"),
    ("欧洲联盟", "欧盟"),
    ("非洲联盟", "非盟"),
];

/// Kinds of states, the longer before what they end with.
const KINDS: &[&str] = &[
    "民主社会主义共和国",
    "人民民主共和国",
    "民主人民共和国",
    "联邦民主共和国",
    "社会主义共和国",
    "玻利瓦尔共和国",
    "伊斯兰共和国",
    "阿拉伯共和国",
    "联邦共和国",
    "联合共和国",
    "合作共和国",
    "东岸共和国",
    "人民共和国",
    "民主共和国",
    "共和国",
    "联邦",
    "王国",
    "苏丹国",
    "大公国",
    "公国",
];

/// Names that are used as they are.
const PLAIN: &[&str] = &[
    "中国",
    "俄罗斯",
    "美国",
    "英国",
    "法国",
    "德国",
    "日本",
    "韩国",
    "朝鲜",
    "印度",
    "巴西",
    "南非",
    "伊朗",
    "蒙古",
    "越南",
    "老挝",
    "马来西亚",
    "加拿大",
    "新西兰",
    "澳大利亚",
    "乌克兰",
    "土库曼斯坦",
    "哈萨克斯坦",
    "吉尔吉斯斯坦",
    "塔吉克斯坦",
    "乌兹别克斯坦",
    "巴基斯坦",
    "阿富汗",
    "罗马尼亚",
    "匈牙利",
    "塞尔维亚",
    "格鲁吉亚",
    "黑山",
    "爱尔兰",
    "牙买加",
    "波斯尼亚和黑塞哥维那",
    "所罗门群岛",
    "欧盟",
    "非盟",
    "东盟",
];

/// The short names of the parties that a title names in full: 中华人民共和国和俄罗斯联邦关于…… gives 中国 and 俄罗斯. Empty
/// where the names are not spelled out (中俄联合声明) or one of them is no state that is known here.
pub fn of(title: &str) -> Vec<String> {
    let front = &title[..STOPS.iter().filter_map(|stop| title.find(stop)).min().unwrap_or(title.len())];
    let guarded = WITH_AND.iter().fold(front.to_owned(), |front, name| front.replace(name, &name.replace('和', "\0")));
    let names = guarded.split(['和', '与', '同', '、']).map(|name| short(&name.replace('\0', "和")));
    names.collect::<Option<Vec<_>>>().filter(|parties| parties.len() > 1).unwrap_or_default()
}

fn short(name: &str) -> Option<String> {
    let end = ORGANS.iter().filter_map(|organ| name.find(organ)).min().unwrap_or(name.len());
    let name = name[..end].trim();
    if let Some((_, short)) = SHORT.iter().find(|(full, _)| *full == name) {
        return Some((*short).to_owned());
    }
    let stem = KINDS.iter().find_map(|kind| name.strip_suffix(kind)).filter(|stem| stem.chars().count() > 1);
    stem.or_else(|| PLAIN.contains(&name).then_some(name)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_become_short_ones() {
        for (title, parties) in [
            ("中华人民共和国和俄罗斯联邦关于新时代国际关系的联合声明", &["中国", "俄罗斯"][..]),
            ("中华人民共和国和俄罗斯联邦在两国建交75周年之际关于深化合作的联合声明", &["中国", "俄罗斯"]),
            ("中华人民共和国政府和俄罗斯联邦政府联合公报", &["中国", "俄罗斯"]),
            ("中华人民共和国主席和俄罗斯联邦总统关于全球战略稳定的联合声明", &["中国", "俄罗斯"]),
            ("中华人民共和国和哈萨克斯坦共和国联合声明", &["中国", "哈萨克斯坦"]),
            ("中华人民共和国与巴基斯坦伊斯兰共和国关于加强合作的联合声明", &["中国", "巴基斯坦"]),
            ("中华人民共和国和法兰西共和国关于中东局势的联合声明", &["中国", "法国"]),
            ("中华人民共和国和老挝人民民主共和国联合声明", &["中国", "老挝"]),
            ("中华人民共和国和阿拉伯联合酋长国联合声明", &["中国", "阿联酋"]),
            ("中国、俄罗斯和蒙古国联合声明", &["中国", "俄罗斯", "蒙古国"]),
            ("中华人民共和国和特立尼达和多巴哥共和国联合声明", &["中国", "特立尼达和多巴哥"]),
        ] {
            assert_eq!(of(title), parties, "{title}");
        }
    }

    #[test]
    fn what_names_no_two_states_names_no_parties() {
        for title in
            ["中俄联合声明", "金砖国家领导人第十六次会晤喀山宣言", "文化和旅游部关于合作的声明", "", "关于和平的声明"]
        {
            assert!(of(title).is_empty(), "{title}");
        }
    }
}
