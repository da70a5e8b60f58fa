"""What the price list says no to: what happened, what did not, what to do."""

from typing import Final

from app.words.sentence import Sentence

GOODS_REFUSALS: Final[dict[str, Sentence]] = {
    "goods_fault": Sentence(
        "商品资料有一格填得不对，没有保存，价目没有变。请改好再保存。",
        "Something entered for the goods is not right. Nothing was saved and the price list has not"
        " changed. Put it right and save again.",
    ),
    "goods_code_bad": Sentence(
        "商品代码“{value}”不能用，没有保存。代码要 1 到 32 个字母或数字，"
        "中间可以有点、横线、下划线。",
        "“{value}” cannot be a goods code; nothing was saved. Use 1 to 32 letters or digits; dots,"
        " hyphens and underscores may stand between them.",
    ),
    "goods_name_bad": Sentence(
        "商品名要填，最多 {most} 个字。没有保存，请改好再保存。",
        "Goods need a name of at most {most} characters. Nothing was saved; put it right and save"
        " again.",
    ),
    "goods_unit_bad": Sentence(
        "单位要填，最多 {most} 个字，比如：袋、瓶、条。没有保存，请改好再保存。",
        "Goods need a unit of at most {most} characters, such as bag or bottle. Nothing was saved;"
        " put it right and save again.",
    ),
    "barcode_bad": Sentence(
        "条码“{value}”不对，没有保存。请照着包装再扫一次。"
        "Excel 里的条码要设成文本，别让它变成 6.9E+12。",
        "Barcode “{value}” is not right; nothing was saved. Scan it again from the pack. In Excel,"
        " format barcodes as text, or they turn into 6.9E+12.",
    ),
    "barcode_digit_wrong": Sentence(
        "条码“{value}”不对，没有保存。照前面 {before} 位算，最后一位该是 {expected}，不是 {digit}。"
        "请照着包装再扫一次。",
        "Barcode “{value}” is not right; nothing was saved. By its first {before} digits the last"
        " one has to be {expected}, not {digit}. Scan it again from the pack.",
    ),
    "pack_bad": Sentence(
        "条码“{value}”的件数不对，没有保存。整箱的写成“条码*12”，一箱 1 到 {most} 件。",
        "The pieces behind barcode “{value}” are not right; nothing was saved. Write a pack as"
        " “barcode*12”, with 1 to {most} pieces.",
    ),
    "too_many_barcodes": Sentence(
        "一种商品最多 {most} 个条码，这里有 {value} 个，没有保存。请删掉不用的。",
        "One kind of goods has at most {most} barcodes; these are {value}. Nothing was saved."
        " Delete those that are not in use.",
    ),
    "price_bad": Sentence(
        "兑换分“{value}”不对，要填 {least} 到 {most:,} 的整数。没有保存，价目没有变。",
        "“{value}” cannot be a price: enter a whole number of points from {least} to {most:,}."
        " Nothing was saved and the price list has not changed.",
    ),
    "price_rise_too_soon": Sentence(
        "涨价要先公布 {days} 天，最早 {earliest} 开始，不能从 {value} 起。"
        "没有保存，价目没有变。请改日期。",
        "A rise is announced {days} days before: it may begin on {earliest}, not {value}. Nothing"
        " was saved and the price list has not changed. Choose another day.",
    ),
    "price_reason_bad": Sentence(
        "涨价要写理由，公开给大家看，最多 {most} 个字。没有保存，价目没有变。"
        "请写上，比如：进价涨了。",
        "A rise needs a reason of at most {most} characters, for everybody to read. Nothing was"
        " saved and the price list has not changed. Write one, such as: it costs us more.",
    ),
    "price_notice_days_bad": Sentence(
        "提前公布的天数要填 0 到 {most}。没有保存，规定没有变。请改好再保存。",
        "Rises are announced 0 to {most} days before they begin. Nothing was saved; put it right.",
    ),
    "no_price_announced": Sentence(
        "{goods}没有等着开始的新价：已经开始了，或者刚才收回了。价目没有变。请刷新看一看。",
        "No other price is announced for {goods}: it has begun, or was taken back before. Nothing"
        " was changed. Look at the page again.",
    ),
    "picture_bad": Sentence(
        "图案名“{value}”不对，没有保存。请从现有图案里选一个，或者空着。",
        "There is no drawing called “{value}”; nothing was saved. Choose one that exists, or leave"
        " it empty.",
    ),
    "goods_pack_bad": Sentence(
        "包装“{value}”太长，最多 {most} 个字，没有保存。请写短一些，比如：一箱 4 瓶。",
        "“{value}” is too long: how goods are packed takes at most {most} characters. Nothing was"
        " saved; shorten it, such as: case of 4.",
    ),
    "category_unknown": Sentence(
        "没有“{value}”这个分类，没有保存，价目没有变。请先把它加进分类，或者换一个。",
        "There is no category “{value}”. Nothing was saved and the price list has not changed. Add"
        " it to the categories first, or choose another.",
    ),
    "goods_adult_bad": Sentence(
        "“{value}”看不懂：要成年人来领填 1，不要填 0。没有保存，请改好再来。",
        "“{value}” is neither yes nor no: whether an adult has to collect them. Nothing was saved;"
        " enter 1 or 0.",
    ),
    "category_bad": Sentence(
        "分类名要填，最多 20 个字，不能有两个一样的。没有保存，分类没有变。请改好再保存。",
        "A category needs a name of its own of at most 20 characters. Nothing was saved; put it"
        " right and save again.",
    ),
    "category_in_use": Sentence(
        "“{category}”下面还有 {count} 种商品，没有删掉，分类没有变。请先给它们换分类。",
        "{count} kinds of goods stand under “{category}”. It was not deleted and the categories"
        " have not changed. Give these goods another one first.",
    ),
    "ration_bad": Sentence(
        "限量的数不对，没有保存。要 1 到 {most}；按人算的，一户最多不能比一人的少。请改好再保存。",
        "This limit cannot be: 1 to {most}, and a household's not below one person's. Nothing was"
        " saved; put it right.",
    ),
    "no_ration": Sentence(
        "{goods}现在不限量，可能刚才已经取消了。什么都没有改。请刷新看一看。",
        "{goods} is not limited: that was ended before. Nothing was changed; look at the page"
        " again.",
    ),
    "ration_used_up": Sentence(
        "{goods}限量：到 {until} 为止，这户还能换 {left} {unit}，这次要 {wanted} {unit}。"
        "没有扣分，也没有出货。请减几件，或者换别的商品。",
        "{goods} is limited: until {until} this household may have {left} {unit} more, not"
        " {wanted}. No points were taken and no goods handed out. Take fewer, or choose something"
        " else.",
    ),
    "truck_ration_used_up": Sentence(
        "{goods}进村日限量：今天在流动超市，这户还能换 {left} {unit}，这次要 {wanted} {unit}。"
        "没有扣分，也没有出货。请减几件，或者到固定的店里换。",
        "{goods} is limited on market days: today at the mobile store this household may have"
        " {left} {unit} more, not {wanted}. No points were taken and no goods handed out. Take"
        " fewer, or go to a fixed store.",
    ),
    "goods_twice": Sentence(
        "商品代码“{value}”在文件里出现了两次，一行也没有导入。请删掉多余的一行再导入。",
        "Goods code “{value}” stands in the file twice; no line was imported. Delete one of the two"
        " and import again.",
    ),
    "goods_row_bad": Sentence(
        "第 {row} 行的 {column} 填的是“{value}”，这样不行。一行也没有导入，价目没有变。"
        "请改好这一格再导入。",
        "Row {row} has “{value}” as its {column}, which cannot be. No line was imported and the"
        " price list has not changed. Put this cell right and import again.",
    ),
    "barcode_taken": Sentence(
        "“{barcode}”已经是“{goods}”的了，没有保存。一个条码只能对一种商品，请核对后再保存。",
        "“{barcode}” already stands for “{goods}”; nothing was saved. One barcode means one kind of"
        " goods: check it and save again.",
    ),
    "goods_changed_meanwhile": Sentence(
        "刚才有别人也在改价目，您这次没有保存。请刷新看一看，再保存一次。",
        "Somebody else was changing the price list at the same moment, so yours was not saved. Look"
        " at the list again and save once more.",
    ),
    "no_goods_in_file": Sentence(
        "文件里没有商品，价目没有变。第一行要是表头，下面一行一种商品。",
        "There are no goods in the file; the price list has not changed. Its first row holds the"
        " headings, each row below one kind of goods.",
    ),
    "too_many_goods": Sentence(
        "文件太长，一次最多 {most:,} 种商品。一行也没有导入，请分成几个文件。",
        "The file is too long: at most {most:,} kinds of goods at once. No line was imported; split"
        " it into several files.",
    ),
    "unknown_goods": Sentence(
        "价目里没有这些商品：{goods}。什么都没有记。请核对条码，新商品请先加到价目里。",
        "These are not on the price list: {goods}. Nothing was recorded. Check the barcodes; new"
        " goods are put on the price list first.",
    ),
}
