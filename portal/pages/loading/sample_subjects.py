"""What each invented need is about, in words that fit into a sentence of an official answer.

The needs speak as villagers do; an answer names the same thing in the ministry's words. `product` is the thing,
`topic` what is done about it, and `second_kind` the help that the second suggested agency would add.
"""

from dataclasses import dataclass

from requests_registry.models import HelpKind

TT, PD, PK, TC = HelpKind.TECHNOLOGY_TRANSFER, HelpKind.PRODUCT_DEVELOPMENT, HelpKind.PACKAGING, HelpKind.TESTING
LC, CO, SI, EQ = HelpKind.LEARNING_CENTRE, HelpKind.CONSULTANCY, HelpKind.SATELLITE_IMAGES, HelpKind.EQUIPMENT


@dataclass(frozen=True, slots=True)
class Subject:
    """The words of one need. Thai topics of testing begin with การ; English ones stand after "on" or "for"."""

    product_th: str
    product_en: str
    topic_th: str
    topic_en: str
    second_kind: HelpKind

    @property
    def work_th(self) -> str:
        """The topic as a verb: การสอบเทียบเครื่องชั่ง becomes สอบเทียบเครื่องชั่ง."""
        return self.topic_th.removeprefix("การ")


#: By the `id` of `sample_needs.json`.
SUBJECTS: dict[str, Subject] = {
    "N001": Subject("กล้วยไม้พื้นเมือง", "native orchids", "การเพาะเลี้ยงเนื้อเยื่อกล้วยไม้", "orchid tissue culture", CO),
    "N002": Subject(
        "กล้วยไม้ในขวด", "orchids in flasks", "การขยายพันธุ์กล้วยไม้ในสภาพปลอดเชื้อ", "sterile propagation of orchids", CO
    ),
    "N003": Subject(
        "ต้นพันธุ์หน่อไม้ฝรั่ง",
        "asparagus plantlets",
        "การขยายต้นพันธุ์หน่อไม้ฝรั่งปลอดโรค",
        "propagation of disease-free asparagus",
        CO,
    ),
    "N004": Subject(
        "น้ำมะนาวเข้มข้น", "lime juice concentrate", "การแปรรูปมะนาวช่วงล้นตลาด", "processing of surplus limes", TT
    ),
    "N005": Subject(
        "น้ำมะนาวพร้อมใช้", "ready-to-use lime juice", "การคั้นและฆ่าเชื้อน้ำมะนาว", "pressing and pasteurising lime juice", CO
    ),
    "N006": Subject("เยลลี่มะนาว", "lime jelly", "การป้องกันการคายน้ำของเยลลี่", "keeping jelly from weeping", TC),
    "N007": Subject(
        "ปุ๋ยชีวภาพสำหรับนาข้าว", "bio-fertiliser for rice fields", "การผลิตปุ๋ยชีวภาพ", "making bio-fertiliser", TC
    ),
    "N008": Subject(
        "ปุ๋ยหมักจุลินทรีย์", "microbial compost", "การขยายหัวเชื้อและหมักปุ๋ย", "multiplying starter cultures for compost", CO
    ),
    "N009": Subject(
        "ปุ๋ยอินทรีย์อัดเม็ด",
        "pelleted organic fertiliser",
        "การตรวจธาตุอาหารและโลหะหนักในปุ๋ยอินทรีย์",
        "testing organic fertiliser for nutrients and heavy metals",
        CO,
    ),
    "N010": Subject("สบู่สมุนไพร", "herbal soap", "การผลิตสบู่สมุนไพรก้อนและสบู่เหลว", "making bar and liquid herbal soap", CO),
    "N011": Subject(
        "สบู่ขมิ้นและสบู่ถ่าน", "turmeric and charcoal soap", "การทำสบู่จากสมุนไพรท้องถิ่น", "making soap from local herbs", CO
    ),
    "N012": Subject(
        "น้ำบาดาลของหมู่บ้าน",
        "village groundwater",
        "การผลิตสารกรองและถังกรองสนิมเหล็ก",
        "making iron filters for groundwater",
        TC,
    ),
    "N013": Subject(
        "น้ำประปาหมู่บ้าน", "village tap water", "การกรองเหล็กในระบบประปาหมู่บ้าน", "removing iron in village waterworks", CO
    ),
    "N014": Subject(
        "น้ำสำหรับสวนผลไม้", "irrigation water for orchards", "ระบบลดความเค็มของน้ำขนาดเล็ก", "small desalination units", TT
    ),
    "N015": Subject(
        "หมูยอกระบอกไม้ไผ่", "pork sausage in bamboo", "การบรรจุหมูยอเพื่อส่งทางไปรษณีย์", "packing pork sausage for the post", CO
    ),
    "N016": Subject(
        "ชุดแหนมเนือง",
        "Vietnamese pork roll sets",
        "การบรรจุแหนมเนืองเพื่อขนส่งทางไกล",
        "packing pork roll sets for long transport",
        CO,
    ),
    "N017": Subject("หมูยอ", "pork sausage", "การยืดอายุหมูยอในซองสุญญากาศ", "keeping pork sausage in vacuum pouches", TC),
    "N018": Subject("ผ้าฝ้ายย้อมสีธรรมชาติ", "naturally dyed cotton", "การย้อมสีธรรมชาติให้ติดทน", "fast natural dyeing", TC),
    "N019": Subject(
        "ผ้าย้อมคราม", "indigo cloth", "การดูแลหม้อครามและทดสอบความคงทนของสี", "indigo vats and colour fastness", TC
    ),
    "N020": Subject(
        "ผ้าหม้อห้อมร่วมสมัย",
        "contemporary mo hom cloth",
        "การปรับปรุงเนื้อผ้าและลายผ้าหม้อห้อม",
        "softer mo hom cloth with new patterns",
        CO,
    ),
    "N021": Subject(
        "น้ำทิ้งจากการย้อมผ้า",
        "dyeing waste water",
        "การบำบัดน้ำทิ้งจากโรงย้อมผ้าชุมชน",
        "treating waste water of community dye works",
        TC,
    ),
    "N022": Subject(
        "น้ำเลี้ยงกุ้งขาว",
        "white shrimp pond water",
        "การเลี้ยงกุ้งขาวด้วยจุลินทรีย์",
        "raising white shrimp with micro-organisms",
        CO,
    ),
    "N023": Subject(
        "ชุดตรวจโรคกุ้งข้างบ่อ",
        "pond-side shrimp disease kits",
        "การตรวจโรคตัวแดงดวงขาวในกุ้ง",
        "detecting white spot disease in shrimp",
        CO,
    ),
    "N024": Subject(
        "เครื่องชั่งและเครื่องวัดความหวาน",
        "scales and refractometers",
        "การสอบเทียบเครื่องชั่งและเครื่องวัดความหวาน",
        "calibration of scales and refractometers",
        CO,
    ),
    "N025": Subject(
        "ตาชั่งและเทอร์โมมิเตอร์ห้องเย็น",
        "scales and cold-store thermometers",
        "การสอบเทียบเครื่องชั่งและเทอร์โมมิเตอร์",
        "calibration of scales and thermometers",
        CO,
    ),
    "N026": Subject("ปลาเส้น", "fish snacks", "ระบบ HACCP ในสายการผลิตปลาเส้น", "HACCP in fish snack production", TC),
    "N027": Subject(
        "ครีมและโลชั่นน้ำมันมะพร้าว",
        "coconut oil creams and lotions",
        "การเพิ่มมูลค่าน้ำมันมะพร้าวสกัดเย็น",
        "adding value to virgin coconut oil",
        TC,
    ),
    "N028": Subject(
        "ลิปบาล์มและครีมบำรุงผิวจากน้ำมันมะพร้าว",
        "coconut oil lip balm and skin cream",
        "การใช้สารกันเสียและทดสอบการแพ้ในเครื่องสำอาง",
        "preservatives and allergy tests in cosmetics",
        PD,
    ),
    "N029": Subject(
        "แตนเบียนควบคุมหนอนหัวดำมะพร้าว",
        "parasitoids of coconut pests",
        "การกำจัดแมลงศัตรูมะพร้าวด้วยชีววิธี",
        "biological control of coconut pests",
        CO,
    ),
    "N030": Subject(
        "กระถางและเส้นใยจากเปลือกมะพร้าว", "coir pots and fibre", "การใช้ประโยชน์เปลือกมะพร้าว", "using coconut husks", CO
    ),
    "N031": Subject(
        "น้ำตาลมะพร้าว",
        "coconut sugar",
        "การเคี่ยวน้ำตาลมะพร้าวและควบคุมความชื้น",
        "boiling coconut sugar and controlling moisture",
        TC,
    ),
    "N032": Subject(
        "น้ำตาลมะพร้าวแท้",
        "pure coconut sugar",
        "การบรรจุน้ำตาลมะพร้าวกันความชื้น",
        "moisture-proof packing of coconut sugar",
        TC,
    ),
    "N033": Subject(
        "แหล่งหอยหลอดและป่าชายเลน",
        "razor clam beds and mangroves",
        "การติดตามแหล่งหอยหลอดและป่าชายเลน",
        "monitoring razor clam beds and mangroves",
        CO,
    ),
    "N034": Subject(
        "จุดความร้อนและแนวกันไฟป่า", "hot spots and fire breaks", "การวางแนวกันไฟป่า", "planning fire breaks", CO
    ),
    "N035": Subject(
        "จุดความร้อนรายหมู่บ้าน",
        "hot spots by village",
        "การติดตามจุดความร้อนช่วงหมอกควัน",
        "tracking hot spots in the haze season",
        TT,
    ),
    "N036": Subject("พื้นที่ปลูกและอายุต้นปาล์ม", "oil palm area and age", "การสำรวจพื้นที่ปลูกปาล์ม", "surveying oil palm", CO),
    "N037": Subject(
        "แหล่งน้ำรอบพรุควนเคร็ง",
        "waters around the Khuan Khreng peat swamp",
        "การวางผังน้ำชุมชน",
        "community water mapping",
        SI,
    ),
    "N038": Subject(
        "แหล่งน้ำของตำบล", "the sub-district's water sources", "การจัดทำผังน้ำตำบล", "sub-district water maps", CO
    ),
    "N039": Subject(
        "สถานีวัดระดับน้ำอัตโนมัติ", "an automatic water level station", "การเตือนภัยระดับน้ำ", "water level warnings", CO
    ),
    "N040": Subject("ชาผงและชาพร้อมดื่ม", "instant and ready-to-drink tea", "การแปรรูปชาอัสสัม", "processing Assam tea", TC),
    "N041": Subject(
        "กาแฟคั่ว", "roasted coffee", "การควบคุมและบันทึกการคั่วกาแฟ", "controlling and recording coffee roasting", CO
    ),
    "N042": Subject("กาแฟอาราบิกา", "Arabica coffee", "การคุมไฟและเวลาคั่วกาแฟ", "heat and time in coffee roasting", TC),
    "N043": Subject(
        "เมล็ดกาแฟโรบัสตา", "Robusta beans", "การลดความชื้นเมล็ดกาแฟด้วยพลังงานแสงอาทิตย์", "solar drying of coffee beans", CO
    ),
    "N044": Subject("มังคุด", "mangosteens", "การคัดแยกมังคุดเนื้อแก้วและยางไหล", "sorting out translucent mangosteens", EQ),
    "N045": Subject(
        "เครื่องตรวจเนื้อแก้วในมังคุด",
        "a mangosteen inspection machine",
        "การตรวจมังคุดโดยไม่ผ่าผล",
        "inspecting mangosteens uncut",
        TC,
    ),
    "N046": Subject(
        "สบู่สารสกัดเปลือกมังคุด", "mangosteen peel soap", "การสกัดสารจากเปลือกมังคุด", "extracting from mangosteen peel", TC
    ),
    "N047": Subject(
        "เครื่องแกงใต้",
        "southern curry paste",
        "การฆ่าเชื้อเครื่องแกงด้วยความร้อนและการฉายรังสี",
        "heat and irradiation of curry paste",
        TC,
    ),
    "N048": Subject("พริกแกง", "chilli paste", "การยืดอายุพริกแกง", "keeping chilli paste", PK),
    "N049": Subject("แหนม", "fermented pork", "การฉายรังสีแหนม", "irradiation of fermented pork", CO),
    "N050": Subject(
        "กล้วยเล็บมือนางอบ", "dried lady finger bananas", "การอบแห้งกล้วยเล็บมือนาง", "drying lady finger bananas", TT
    ),
    "N051": Subject("กล้วยตาก", "sun-dried bananas", "การอบกล้วยในโรงอบแสงอาทิตย์", "drying bananas in a solar dome", CO),
    "N052": Subject("ดาราศาสตร์และการดูดาว", "astronomy and stargazing", "การจัดค่ายดูดาว", "stargazing camps", LC),
    "N053": Subject(
        "ดาราศาสตร์ในโรงเรียน",
        "astronomy at school",
        "การใช้กล้องดูดาวและท้องฟ้าจำลอง",
        "telescopes and planetarium software",
        CO,
    ),
    "N054": Subject(
        "ท้องฟ้ามืดและการดูดาว", "dark skies and stargazing", "การจัดเขตท้องฟ้ามืดเพื่อการท่องเที่ยว", "dark-sky tourism", LC
    ),
    "N055": Subject("วิทยาศาสตร์รอบตัว", "everyday science", "การจัดคาราวานวิทยาศาสตร์", "science caravans", CO),
    "N056": Subject(
        "วิทยาศาสตร์พื้นฐาน", "basic science", "การจัดนิทรรศการวิทยาศาสตร์เคลื่อนที่", "travelling science exhibitions", CO
    ),
    "N057": Subject(
        "วิทยาศาสตร์สำหรับเมือง", "science for the city", "การจัดตั้งพิพิธภัณฑ์วิทยาศาสตร์ท้องถิ่น", "a local science museum", CO
    ),
    "N058": Subject(
        "เกษตรพอเพียง ดิน และน้ำ",
        "sufficiency farming, soil and water",
        "การจัดศูนย์เรียนรู้เกษตรพอเพียง",
        "sufficiency farming centres",
        CO,
    ),
    "N059": Subject(
        "ข้าวสังข์หยดครบวงจร", "Sang Yod rice from seed to table", "การจัดศูนย์เรียนรู้ข้าวสังข์หยด", "a Sang Yod rice centre", TT
    ),
    "N060": Subject(
        "เส้นขนมจีนแห้งและแป้งข้าวสังข์หยด",
        "dried noodles and flour of Sang Yod rice",
        "การแปรรูปข้าวสังข์หยดหัก",
        "processing broken Sang Yod rice",
        TC,
    ),
    "N061": Subject(
        "ขนมอบพองจากปลายข้าวหอมมะลิ", "puffed snacks of broken jasmine rice", "การอบพองปลายข้าว", "puffing broken rice", CO
    ),
    "N062": Subject("ข้าวหอมมะลิ", "jasmine rice", "การตรวจดีเอ็นเอข้าวหอมมะลิ", "DNA tests of jasmine rice", CO),
    "N063": Subject(
        "ข้าวเหนียวทนน้ำท่วม",
        "flood-tolerant sticky rice",
        "การปลูกข้าวเหนียวพันธุ์ทนน้ำท่วมและโรคไหม้",
        "growing flood- and blast-tolerant rice",
        CO,
    ),
    "N064": Subject(
        "ข้าวเหนียวต้านทานโรคไหม้",
        "blast-resistant sticky rice",
        "การผลิตเมล็ดพันธุ์ข้าวต้านทานโรคไหม้",
        "producing blast-resistant rice seed",
        CO,
    ),
    "N065": Subject(
        "เห็ดฟางในตะกร้า",
        "basket straw mushrooms",
        "การเพาะเห็ดฟางจากเปลือกมันสำปะหลัง",
        "straw mushrooms on cassava peel",
        CO,
    ),
    "N066": Subject(
        "ก้อนเชื้อเห็ดนางฟ้า",
        "oyster mushroom spawn bags",
        "การผลิตก้อนเชื้อเห็ดให้ปลอดราเขียว",
        "spawn bags free of green mould",
        CO,
    ),
    "N067": Subject(
        "เชื้อราไตรโคเดอร์มา",
        "Trichoderma",
        "การขยายเชื้อไตรโคเดอร์มาเพื่อป้องกันโรครากเน่า",
        "multiplying Trichoderma against root rot",
        CO,
    ),
    "N068": Subject(
        "น้ำสับปะรดเข้มข้นและไวน์สับปะรด",
        "pineapple concentrate and wine",
        "การแปรรูปสับปะรดนางแล",
        "processing Nang Lae pineapples",
        TC,
    ),
    "N069": Subject(
        "สับปะรดอบแห้งและแยม", "dried pineapple and jam", "การแปรรูปสับปะรดตกเกรด", "processing low-grade pineapples", TT
    ),
    "N070": Subject(
        "ใบสับปะรดหมัก",
        "pineapple leaf silage",
        "การใช้ใบสับปะรดเป็นอาหารสัตว์และเส้นใย",
        "pineapple leaves for feed and fibre",
        CO,
    ),
    "N071": Subject(
        "เครื่องขูดใบสับปะรด", "a pineapple leaf scraper", "การดึงเส้นใยสับปะรด", "extracting pineapple fibre", TT
    ),
    "N072": Subject(
        "ขนมหม้อแกง", "custard in trays", "การออกแบบบรรจุภัณฑ์ขนมหม้อแกง", "packaging for Phetchaburi custard", TC
    ),
    "N073": Subject(
        "ขนมตาลและขนมหม้อแกงแช่แข็ง",
        "frozen toddy palm cake and custard",
        "การแช่แข็งและคืนสภาพขนมไทย",
        "freezing and thawing Thai sweets",
        TC,
    ),
    "N074": Subject(
        "เกลือบริสุทธิ์และเกลือสปา", "refined and spa salt", "การล้างเกลือทะเลและเติมไอโอดีน", "washing and iodising sea salt", CO
    ),
    "N075": Subject(
        "เกลือสมุทร", "sea salt", "การตรวจโลหะหนักและไอโอดีนในเกลือสมุทร", "testing sea salt for heavy metals and iodine", CO
    ),
    "N076": Subject(
        "ยางแผ่นรมควัน", "smoked rubber sheets", "การปรับปรุงเตารมยางให้ประหยัดฟืน", "wood-saving smokehouses for rubber", CO
    ),
    "N077": Subject("สารจับตัวน้ำยาง", "latex coagulants", "การใช้สารจับตัวน้ำยางที่ปลอดภัย", "safe latex coagulants", CO),
    "N078": Subject(
        "หมอนและพื้นยางกันลื่น",
        "latex pillows and anti-slip mats",
        "การผลิตโฟมยางตามมาตรฐาน มอก.",
        "latex foam to the Thai industrial standard",
        TC,
    ),
    "N079": Subject(
        "ยางพาราในดินลูกรัง",
        "rubber on lateritic soil",
        "การใช้ปุ๋ยยางพาราตามค่าวิเคราะห์ดิน",
        "fertilising rubber by soil analysis",
        CO,
    ),
    "N080": Subject(
        "น้ำเสียลานเทปาล์ม",
        "palm yard waste water",
        "ระบบก๊าซชีวภาพจากน้ำเสียลานเทปาล์ม",
        "biogas from palm yard waste water",
        TC,
    ),
    "N081": Subject("ก๊าซชีวภาพจากฟาร์มสุกร", "pig farm biogas", "การติดตั้งบ่อหมักก๊าซชีวภาพแบบถุงพีวีซี", "PVC bag digesters", CO),
    "N082": Subject(
        "เตาเผาถ่านไร้ควัน",
        "a smokeless charcoal kiln",
        "การเผาถ่านและเก็บน้ำส้มควันไม้",
        "making charcoal and wood vinegar",
        TT,
    ),
    "N083": Subject(
        "ระบบสูบน้ำพลังงานแสงอาทิตย์", "solar water pumps", "การคำนวณขนาดระบบสูบน้ำพลังงานแสงอาทิตย์", "sizing of solar pumps", TT
    ),
    "N084": Subject(
        "ไข่ครอบและปลาลูกเบร่แห้ง",
        "salted egg caps and dried fish",
        "การบรรจุอาหารทะเลแห้งแบบสุญญากาศ",
        "vacuum packing of dried seafood",
        TC,
    ),
    "N085": Subject(
        "กะปิลดเค็ม", "low-salt shrimp paste", "การลดเกลือในกะปิอย่างปลอดภัย", "reducing salt in shrimp paste safely", TC
    ),
    "N086": Subject("กะปิ", "shrimp paste", "การผลิตกะปิตามหลัก GMP", "GMP for shrimp paste", TC),
    "N087": Subject("ไข่เค็มไชยา", "Chaiya salted eggs", "การพอกไข่เค็มให้เปลือกสะอาด", "coating salted eggs cleanly", CO),
    "N088": Subject("หอยนางรมสด", "fresh oysters", "การตรวจเชื้อในหอยนางรมสด", "testing fresh oysters for pathogens", CO),
    "N089": Subject(
        "ดอกกล้วยไม้ส่งออก",
        "export orchids",
        "การตรวจเพลี้ยไฟและสารตกค้างในดอกกล้วยไม้",
        "checking orchids for thrips and residues",
        TT,
    ),
    "N090": Subject(
        "เซรามิกเบญจรงค์", "benjarong ware", "การลดตำหนิและเคลือบไร้สารตะกั่ว", "lead-free glazes with fewer flaws", TC
    ),
    "N091": Subject(
        "ถ้วยชามเซรามิก",
        "ceramic tableware",
        "การทดสอบตะกั่วและแคดเมียมที่ละลายจากเคลือบ",
        "testing glazes for lead and cadmium",
        CO,
    ),
    "N092": Subject("แผ่นเปาะเปี๊ยะญวน", "rice paper", "การอบแผ่นแป้งด้วยพลังงานแสงอาทิตย์", "solar drying of rice paper", CO),
    "N093": Subject(
        "ปลาร้าผงปรุงรส",
        "seasoned fermented fish powder",
        "การผลิตปลาร้าผงให้ปลอดพยาธิ",
        "parasite-free fermented fish powder",
        TC,
    ),
    "N094": Subject(
        "ปลาร้าต้มสุกบรรจุขวด",
        "bottled fermented fish",
        "การฆ่าเชื้อและวัดความเป็นกรดของปลาร้า",
        "sterilising bottled fermented fish",
        PK,
    ),
    "N095": Subject(
        "สบู่และครีมโปรตีนไหม",
        "silk protein soap and cream",
        "การสกัดเซริซินจากเศษรังไหม",
        "extracting sericin from silk waste",
        TC,
    ),
    "N096": Subject(
        "เครื่องสาวไหม",
        "silk reeling machines",
        "การปรับปรุงกี่ทอผ้าและเครื่องสาวไหมให้เบาแรง",
        "lighter looms and reeling machines",
        EQ,
    ),
    "N097": Subject(
        "ผ้าไหม", "silk cloth", "การทดสอบความคงทนของสีและเส้นใยไหมแท้", "testing silk for fastness and purity", CO
    ),
    "N098": Subject(
        "เครื่องจักสานผักตบชวา",
        "water hyacinth wickerwork",
        "การป้องกันเชื้อราในเครื่องจักสาน",
        "keeping wickerwork free of mould",
        TC,
    ),
    "N099": Subject(
        "มะพร้าวแก้ว", "candied coconut", "การบรรจุมะพร้าวแก้วกันหืน", "packing candied coconut against rancidity", TC
    ),
    "N100": Subject(
        "ผ้านวมฝ้ายซักเครื่องได้",
        "machine-washable cotton quilts",
        "การปรับเส้นใยและวิธีเย็บผ้านวม",
        "fibre and stitching of quilts",
        TC,
    ),
    "N101": Subject(
        "ไม้ดอกเมืองหนาว", "cool-season flowers", "การควบคุมแสงให้ไม้ดอกบานตามช่วงขาย", "timing of flowering by light", CO
    ),
    "N102": Subject(
        "น้ำองุ่นและน้ำส้มสายชูหมัก", "grape juice and vinegar", "การแปรรูปองุ่นตกเกรด", "processing low-grade grapes", CO
    ),
    "N103": Subject(
        "ผักปลอดสาร", "pesticide-free vegetables", "การตรวจสารเคมีตกค้างในผัก", "testing vegetables for residues", TC
    ),
    "N104": Subject("ขมิ้นชัน", "turmeric", "การปลูกขมิ้นชันให้มีสารสำคัญสูง", "growing turmeric rich in curcuminoids", TC),
    "N105": Subject(
        "ยาหม่องและสเปรย์ไล่ยุงสมุนไพร",
        "herbal balm and mosquito spray",
        "การทดสอบประสิทธิภาพสเปรย์ไล่ยุง",
        "testing of mosquito sprays",
        CO,
    ),
    "N106": Subject(
        "เกลือสินเธาว์", "rock salt", "การแปรรูปเกลือสินเธาว์และจัดการน้ำเกลือ", "processing rock salt and managing brine", PD
    ),
    "N107": Subject(
        "แมลงช้างปีกใส", "green lacewings", "การเพาะแมลงช้างปีกใสควบคุมเพลี้ยแป้ง", "rearing lacewings against mealybugs", CO
    ),
    "N108": Subject(
        "ความเหมาะสมของดินรายแปลง",
        "soil suitability by plot",
        "การเลือกพืชตามความเหมาะสมของดิน",
        "choosing crops by soil",
        CO,
    ),
    "N109": Subject(
        "เครื่องปั้นดินเผาลายบ้านเชียง", "Ban Chiang style pottery", "การปรับเนื้อดินและการเผา", "clay bodies and firing", CO
    ),
    "N110": Subject(
        "ซากหอยหินและธรณีวิทยา", "fossil shells and geology", "การจัดทำหลักสูตรธรณีวิทยาท้องถิ่น", "a local geology course", LC
    ),
    "N111": Subject(
        "การทดลองเคมีย่อส่วน",
        "small-scale chemistry",
        "การสอนด้วยชุดทดลองย่อส่วน",
        "teaching with small-scale experiments",
        LC,
    ),
    "N112": Subject(
        "หุ่นยนต์และการเขียนโปรแกรม",
        "robots and programming",
        "การสอนสมองกลฝังตัวในโรงเรียน",
        "embedded computing at school",
        CO,
    ),
    "N113": Subject(
        "วิทยาศาสตร์แบบไม่ต้องต่ออินเทอร์เน็ต",
        "science without the internet",
        "การใช้คลังสื่อวิทยาศาสตร์ออฟไลน์",
        "offline science media",
        TT,
    ),
    "N114": Subject(
        "ภูมิปัญญากว๊านพะเยา", "the lore of Phayao Lake", "การจัดทำฐานข้อมูลภูมิปัญญา", "a database of local lore", CO
    ),
    "N115": Subject(
        "ไม้สักและงานไม้", "teak and woodwork", "การรวบรวมความรู้งานไม้", "collecting the knowledge of woodwork", CO
    ),
    "N116": Subject(
        "ไม้สักแปรรูป",
        "sawn teak",
        "การตรวจวัดความชื้นและจัดทำตารางอบไม้สัก",
        "moisture tests and drying schedules for teak",
        CO,
    ),
    "N117": Subject(
        "น้ำส้มพาสเจอไรซ์และน้ำมันผิวส้ม",
        "pasteurised orange juice and peel oil",
        "การแปรรูปส้มตกเกรด",
        "processing low-grade oranges",
        TT,
    ),
    "N118": Subject("สาหร่ายไก", "kai river weed", "การเพาะเลี้ยงสาหร่ายไกในบ่อ", "growing kai in ponds", TC),
    "N119": Subject(
        "ไกยีอบกรอบ", "crispy kai", "การบรรจุไกอบกรอบและจัดทำข้อมูลโภชนาการ", "packing crispy kai with nutrition facts", TC
    ),
    "N120": Subject(
        "เครื่องเงินน่าน", "Nan silverware", "การเคลือบผิวเครื่องเงินไม่ให้หมอง", "coating silver against tarnish", TT
    ),
    "N121": Subject("มะนาวในบ่อซีเมนต์", "limes in concrete rings", "การปลูกมะนาวนอกฤดู", "off-season limes", CO),
    "N122": Subject(
        "ระบบให้น้ำสวนลิ้นจี่ด้วยเซนเซอร์",
        "sensor irrigation for lychees",
        "การให้น้ำตามความชื้นดิน",
        "watering by soil moisture",
        TT,
    ),
    "N123": Subject(
        "น้ำผึ้งโพรง", "wild bee honey", "การเลี้ยงผึ้งโพรงและตรวจน้ำผึ้งแท้", "keeping wild bees and testing honey", TC
    ),
    "N124": Subject("น้ำผึ้งชันโรง", "stingless bee honey", "การลดความชื้นและบรรจุน้ำผึ้ง", "drying and bottling honey", TC),
    "N125": Subject(
        "แมลงวันผลไม้ที่เป็นหมัน", "sterile fruit flies", "การใช้แมลงเป็นหมันควบคุมแมลงวันผลไม้", "the sterile insect technique", CO
    ),
    "N126": Subject(
        "เครื่องชั่งรถบรรทุกปาล์ม", "weighbridges for oil palm", "การสอบเทียบเครื่องชั่งรถบรรทุก", "calibration of weighbridges", CO
    ),
    "N127": Subject(
        "ดินสวนทุเรียน", "durian orchard soil", "การตรวจวิเคราะห์ดินสวนทุเรียน", "soil tests for durian orchards", TT
    ),
    "N128": Subject(
        "ทุเรียนแก่พร้อมเก็บ", "mature durians", "การวัดความสุกแก่ของทุเรียนโดยไม่เสียผล", "measuring the maturity of durians", EQ
    ),
    "N129": Subject(
        "ทุเรียนทอด", "durian chips", "การทอดสุญญากาศและบรรจุด้วยไนโตรเจน", "vacuum frying and nitrogen packing", TC
    ),
    "N130": Subject(
        "เครื่องวัดความดันและตู้แช่วัคซีน",
        "blood pressure monitors and vaccine fridges",
        "การสอบเทียบเครื่องวัดความดันและตู้แช่วัคซีน",
        "calibration of health station equipment",
        CO,
    ),
    "N131": Subject(
        "เครื่องเอกซเรย์ทันตกรรม", "dental X-ray machines", "การตรวจวัดรังสีรั่วจากเครื่องเอกซเรย์", "radiation leak tests", TC
    ),
    "N132": Subject(
        "เศษโลหะปนเปื้อนรังสี",
        "contaminated scrap metal",
        "การสังเกตและตรวจวัดรังสีในเศษโลหะ",
        "spotting radiation in scrap metal",
        TT,
    ),
    "N133": Subject(
        "อาหารโคนมผสมครบส่วน",
        "total mixed ration for dairy cows",
        "การทำอาหารหมัก TMR จากวัตถุดิบท้องถิ่น",
        "TMR from local feed",
        CO,
    ),
    "N134": Subject("น้ำนมดิบ", "raw milk", "การตรวจเซลล์โซมาติกในน้ำนมดิบ", "somatic cell counts in raw milk", TT),
    "N135": Subject(
        "นมแพะพาสเจอไรซ์", "pasteurised goat's milk", "การผลิตนมแพะพาสเจอไรซ์ตามหลักฮาลาล", "halal goat's milk", CO
    ),
    "N136": Subject("ข้าวเกรียบปลา", "fish crackers", "การผลิตและอบแห้งข้าวเกรียบปลา", "making and drying fish crackers", TC),
    "N137": Subject(
        "น้ำตาลโตนดผงและไซรัป", "palm sugar powder and syrup", "การแปรรูปน้ำตาลโตนด", "processing palm sugar", TC
    ),
    "N138": Subject(
        "กระเป๋ากระจูด",
        "sedge bags",
        "การย้อมสีธรรมชาติและป้องกันเชื้อราในกระจูด",
        "natural dyes and mould protection for sedge",
        TC,
    ),
    "N139": Subject("เครื่องถมรุ่นเบา", "light nielloware", "การขึ้นรูปเครื่องถมด้วยแม่พิมพ์สามมิติ", "3D moulds for nielloware", PD),
    "N140": Subject(
        "ไข่มุกสีทอง", "golden pearls", "การเปลี่ยนสีไข่มุกด้วยแสงซินโครตรอน", "colouring pearls by synchrotron light", CO
    ),
    "N141": Subject(
        "สาหร่ายพวงองุ่น", "sea grapes", "การเพาะสาหร่ายพวงองุ่นในบ่อกุ้งร้าง", "sea grapes in disused shrimp ponds", CO
    ),
    "N142": Subject(
        "มะเขือเทศอบแห้ง", "dried tomatoes", "การอบแห้งมะเขือเทศและทำซอส", "drying tomatoes and making sauce", CO
    ),
    "N143": Subject(
        "แผนวิทยาศาสตร์ของจังหวัด",
        "the province's science plan",
        "การจัดทำแผนวิทยาศาสตร์ในแผนพัฒนาจังหวัด",
        "science in the provincial development plan",
        TT,
    ),
    "N144": Subject(
        "ระบบนิเวศสามน้ำ", "the three-water ecosystem", "การจัดศูนย์เรียนรู้ระบบนิเวศสามน้ำ", "a three-water ecosystem centre", SI
    ),
    "N145": Subject("วงจรชีวิตปูและประมงพื้นบ้าน", "crab life cycles and local fishing", "การจัดธนาคารปู", "crab banks", TT),
    "N146": Subject(
        "การจัดการขยะบนเกาะ", "waste on the island", "การหมักปุ๋ยและแปรรูปพลาสติก", "composting and plastic bricks", TT
    ),
    "N147": Subject(
        "หญ้าทะเลและเขตจับปลา", "seagrass and fishing zones", "การกำหนดเขตใช้ทะเลร่วมกัน", "shared use of the sea", CO
    ),
    "N148": Subject(
        "ยางพาราและพืชแซม", "rubber and companion crops", "การจัดแปลงเรียนรู้ในโรงเรียน", "school learning plots", TT
    ),
    "N149": Subject("เครื่องปั้นดินเผาด่านเกวียน", "Dan Kwian pottery", "การปรับเนื้อดินและน้ำเคลือบ", "clay bodies and glazes", TC),
    "N150": Subject(
        "ถุงหอมและลูกประคบสมุนไพร",
        "herbal sachets and compresses",
        "การยืดอายุและทดสอบเชื้อในลูกประคบ",
        "shelf life and microbial tests of compresses",
        TC,
    ),
}
