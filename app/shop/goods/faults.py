"""What can be wrong with a line of the price list; `column` says with which of its fields."""

from typing import ClassVar

from app.kernel.errors import Invalid


class GoodsFault(Invalid):
    """A line of the price list that cannot be right; `column` says which of its fields."""

    code = "goods_fault"
    column: ClassVar[str] = "code"


class GoodsCodeBad(GoodsFault):
    """Not 1 to 32 letters, digits, dots, hyphens or underscores."""

    code = "goods_code_bad"


class GoodsNameBad(GoodsFault):
    """No name, or one of more than 60 characters."""

    code = "goods_name_bad"
    column = "name"


class GoodsUnitBad(GoodsFault):
    """No unit, or one of more than 12 characters."""

    code = "goods_unit_bad"
    column = "unit"


class BarcodeBad(GoodsFault):
    """Not letters and digits."""

    code = "barcode_bad"
    column = "barcode"


class BarcodeDigitWrong(BarcodeBad):
    """Its last digit does not fit the others. Facts: `digit` as it stands, `expected`."""

    code = "barcode_digit_wrong"


class PackBad(BarcodeBad):
    """Behind the star of a barcode stand not 1 to 200 pieces."""

    code = "pack_bad"


class TooManyBarcodes(BarcodeBad):
    """More than 20 barcodes for one kind of goods."""

    code = "too_many_barcodes"


class PriceBad(GoodsFault):
    """Not a whole number of points between 1 and 100,000."""

    code = "price_bad"
    column = "price_points"


class PriceRiseTooSoon(GoodsFault):
    """A rise before it has been announced long enough. Facts: `earliest`, `days`."""

    code = "price_rise_too_soon"
    column = "from_day"


class PriceReasonBad(GoodsFault):
    """A rise without a reason, or one of more than 60 characters."""

    code = "price_reason_bad"
    column = "reason"


class PictureBad(GoodsFault):
    """Not the name of a drawing."""

    code = "picture_bad"
    column = "picture"


class PackTextBad(GoodsFault):
    """How goods are packed takes more than 40 characters."""

    code = "goods_pack_bad"
    column = "pack"


class CategoryUnknown(GoodsFault):
    """No heading of the price list has this name."""

    code = "category_unknown"
    column = "category"


class AdultBad(GoodsFault):
    """Whether goods need an adult is neither yes nor no."""

    code = "goods_adult_bad"
    column = "adult"


class GoodsTwice(GoodsFault):
    """The same code stands in the file twice."""

    code = "goods_twice"
