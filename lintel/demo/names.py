"""Names and places of Ravenshire. Surnames, streets and towns are put together from invented parts."""

from __future__ import annotations

from dataclasses import dataclass

from lintel.demo.chance import Chance, Shares


@dataclass(frozen=True)
class Culture:
    """Given names as people have them; family names made up from a first and a last part."""

    girls: tuple[str, ...]
    boys: tuple[str, ...]
    first_parts: tuple[str, ...]
    last_parts: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CULTURES = {
    "northern": Culture(
        _words("Ada Alba Amber Beth Bryony Clover Cora Daisy Edie Elsie Esme Fern Freya Gwen Hattie Hazel Ida Iris Ivy "
               "Jess Juno Lacey Lark Lottie Mabel Maisie Martha Merle Nell Olive Orla Pearl Poppy Robyn Rowan Ruby "
               "Skye Tilly Wren"),
        _words("Alfie Archie Arlo Barnaby Bertie Caleb Corin Dexter Dylan Ellis Ewan Felix Finn Frank Gil Harley Hugo "
               "Idris Jago Jem Jonah Kit Leo Lowen Marlow Milo Ned Noah Oscar Otis Perran Ralph Reuben Robin Rufus "
               "Silas Teddy Toby Wilf Zac"),
        _words("Ash Bracken Briar Cinder Cold Copper Curlew Dun Elder Fallow Fern Flint Fox Gorse Grey Hare Hather "
               "Hazel Heron Hollow Ivy Kestrel Larch Marl Merrow Mill Moss Nettle Oaken Otter Pike Quarry Ramsey Raven "
               "Reed Rook Rush Sedge Slate Sorrel Stone Swift Tarn Teasel Thistle Thorn Wether Whin Willow Wren"),
        _words("barrow beck bourne by cross dale den fell field firth ford garth gill ham haugh holme ley lock mere "
               "more pool rigg royd scar shaw side thorpe thwaite toft water well wick with worthy"),
    ),
    "south asian": Culture(
        _words("Aaliyah Aisha Amara Anaya Asha Divya Fatima Hafsa Iman Inaya Jaya Kavya Kiran Laila Maryam Meera Nadia "
               "Nisha Noor Priya Rani Safa Saira Sana Simran Tara Zara Zoya"),
        _words("Aarav Adil Amir Arjun Ayaan Bilal Daud Dev Faisal Hamza Haris Ibrahim Imran Jai Kabir Karim Nadeem "
               "Nikhil Omar Rafi Rohan Sahil Samir Tariq Vikram Yusuf Zain"),
        _words("Amar Baran Chand Daru Gul Hari Jal Kamal Mehr Nila Param Rav Sahar Sundar Tej Zar"),
        _words("abadi akar alvi anpur avali garhi indran istani opuri pawar puria shahi wala wani"),
    ),
    "west african": Culture(
        _words("Abena Adaeze Ama Amina Aminata Bisi Chidinma Efua Esi Fatou Folake Ife Kemi Mariama Ngozi Nneka Simi "
               "Temi Yaa Zainab"),
        _words("Ade Amadou Babatunde Chidi Ebo Emeka Femi Ibou Ikenna Jide Kofi Kojo Kwame Lamin Obi Sekou Seun Tayo "
               "Tunde Uche Yaw"),
        _words("Aban Ade Bolu Chuku Dia Ebun Koro Lama Mbe Nana Nwo Okon Olu Sanu Tolu"),
        _words("bekan dara eke fowo kaba kene lawe mbara ndiaw nkrum rinde sanya wande yemi"),
    ),
    "caribbean": Culture(
        _words("Aaliyah Candace Deja Imani Jada Janelle Kezia Keisha Monique Nia Shanice Talia Zuri"),
        _words("Andre Dante Darius Elijah Isaiah Jamal Jermaine Kemar Leroy Malik Marlon Tyrell Xavier"),
        _words("Bay Cane Coral Fort Gale Harbour Mango Palm River Sugar"),
        _words("bridge croft hurst land man ridge stone ton wood"),
    ),
    "eastern european": Culture(
        _words("Agata Alicja Anca Daria Elena Hanna Ilinca Julia Kinga Lena Maja Milena Natalia Ola Oliwia Raluca "
               "Zofia Zuzanna"),
        _words("Adam Aleks Andrei Bartek Dawid Filip Ionut Jakub Kacper Luca Marek Matei Mikolaj Oskar Radu Szymon "
               "Tomasz Wojtek"),
        _words("Brzoz Czar Dobr Gajow Jawor Kalin Krusz Lisow Malin Olsz Piask Sokol Trawn Wierz"),
        _words("anski escu owiak enko inski owicz omir asz ovan"),
    ),
    "arab and kurdish": Culture(
        _words("Amal Dilan Farah Hala Hana Jana Layan Lina Mona Noura Rima Rojin Salma Shirin Yara"),
        _words("Ahmed Aram Azad Bashir Faris Hadi Hassan Jamil Karwan Khalid Malek Nabil Rebin Sami Tarek Yasin"),
        _words("Az Barz Dar Far Had Jab Kar Mar Nas Qam Rash Sal Tam Zan"),
        _words("adin ali ami ani arif awi ibi iran oudi oun ouri"),
    ),
    "east asian": Culture(
        _words("Anh Hui Jia Lan Lin Mai Mei Ning Xiu Yan Yue"),
        _words("Bao Cheng Duc Hao Jun Kai Long Minh Tao Wei"),
        _words("Bai Fong Heng Jin Lao Qin Tong Wen Xue Zhu"),
        _words("en han lao ming sun wei"),
    ),
}  # fmt: skip

# Ethnicities of children at the front door (our mix for a northern borough) and the names that tend to go with them.
ETHNICITIES = Shares({
    "WBRI": 0.765, "WIRI": 0.004, "WIRT": 0.003, "WOTH": 0.042, "WROM": 0.006, "MWBC": 0.022, "MWBA": 0.012,
    "MWAS": 0.016, "MOTH": 0.017, "AIND": 0.006, "APKN": 0.021, "ABAN": 0.006, "AOTH": 0.011, "BCRB": 0.005,
    "BAFR": 0.022, "BOTH": 0.005, "CHNE": 0.004, "OOTH": 0.014, "REFU": 0.004, "NOBT": 0.015,
})  # fmt: skip
NAMES_OF = {
    "WOTH": "eastern european", "WROM": "eastern european", "MWBC": "caribbean", "MWBA": "west african",
    "MWAS": "south asian", "AIND": "south asian", "APKN": "south asian", "ABAN": "south asian", "AOTH": "south asian",
    "BCRB": "caribbean", "BAFR": "west african", "BOTH": "west african", "CHNE": "east asian",
    "OOTH": "arab and kurdish",
}  # fmt: skip
WORKER_CULTURES = Shares({
    "northern": 0.68, "south asian": 0.10, "west african": 0.10, "caribbean": 0.05, "eastern european": 0.05,
    "arab and kurdish": 0.02,
})  # fmt: skip

TOWNS = {
    "Ravensbeck": "ZX1", "Ashgill": "ZX2", "Nethermere": "ZX3", "Corvingate": "ZX4", "Larchmere": "ZX5",
    "Wetherhaugh": "ZX6", "Quarrydale": "ZX7", "Sorrelby": "ZX8",
}  # fmt: skip
STREET_ENDS = _words("Street Road Lane Close Row Terrace Avenue Fold Court Way Brow Gardens")
POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def family_name(culture: str, chance: Chance) -> str:
    made_from = CULTURES[culture]
    return chance.one_of(made_from.first_parts) + chance.one_of(made_from.last_parts)


def given_name(culture: str, sex: str, chance: Chance) -> str:
    made_from = CULTURES[culture]
    return chance.one_of(made_from.girls if sex == "F" else made_from.boys)


def address(chance: Chance) -> tuple[str, str]:
    """A street and town that do not exist, with a postcode in an area that is not in use."""
    town = chance.one_of(tuple(TOWNS))
    street = f"{family_name('northern', chance)} {chance.one_of(STREET_ENDS)}"
    inward = f"{chance.between(1, 9)}{chance.one_of(POSTCODE_LETTERS)}{chance.one_of(POSTCODE_LETTERS)}"
    return f"{chance.between(1, 180)} {street}\n{town}", f"{TOWNS[town]} {inward}"
