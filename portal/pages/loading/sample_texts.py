"""The sentences of the sample data: what an officer would write, with the need's own words put in.

A pair is (Thai, English). `{product}`, `{topic}` and `{work}` are words of a `Subject`; `{work}` (the topic as a verb)
has in English the topic. Summaries stay within the 200 characters of their field for every need.
"""

from requests_registry.models import DeclineReason, HelpKind, Indicator, RequestDeclineReason
from workshops.models import Sector

from .sample_subjects import Subject

Pair = tuple[str, str]

# --------------------------------------------------------------------------------------------------- answers that help

#: What the agency asked first answers, by kind of help.
LEADING_ANSWERS: dict[str, tuple[Pair, ...]] = {
    HelpKind.TECHNOLOGY_TRANSFER: (
        (
            "จัดอบรมเชิงปฏิบัติการเรื่อง{topic} 2 วันในพื้นที่ พร้อมคู่มือ และติดตามผลหลังอบรม 3 เดือน",
            "Two-day hands-on training on {topic} in the community, with a manual and a follow-up after three months",
        ),
        (
            "ส่งนักวิจัยลงพื้นที่ถ่ายทอดเทคโนโลยีเรื่อง{topic} และฝึกผู้นำกลุ่มให้สอนต่อได้",
            "Researchers visit to transfer know-how on {topic} and train group leaders to teach others",
        ),
        (
            "รับสมาชิกมาฝึกปฏิบัติเรื่อง{topic}ที่หน่วยงาน 2 รุ่น รุ่นละ 15 คน โดยไม่คิดค่าใช้จ่าย",
            "Practical training on {topic} at the agency for two groups of 15 people, free of charge",
        ),
        (
            "ถ่ายทอดเทคโนโลยีเรื่อง{topic} โดยทำจุดสาธิต 1 แห่งในอำเภอ แล้วขยายผลไปยังกลุ่มใกล้เคียง",
            "Transfer of know-how on {topic} at one demonstration site in the district, then to neighbouring groups",
        ),
        (
            "สนับสนุนวิทยากรและวัสดุฝึกเรื่อง{topic} พร้อมให้คำปรึกษาทางโทรศัพท์ตลอดโครงการ",
            "A trainer and practice materials on {topic}, with advice by telephone throughout the project",
        ),
        (
            "สาธิตและฝึกปฏิบัติเรื่อง{topic} 3 ครั้ง ตั้งแต่การเตรียมการจนถึงการตรวจสอบผล",
            "Three sessions of demonstration and practice on {topic}, from preparation to checking the result",
        ),
    ),
    HelpKind.PRODUCT_DEVELOPMENT: (
        (
            "ร่วมกับผู้เสนอพัฒนาต้นแบบ{product} 2 รายการ พร้อมผลทดสอบคุณภาพเบื้องต้นก่อนผลิตจริง",
            "Two prototypes of {product} developed with the group, with first quality tests before production",
        ),
        (
            "ศึกษาปัญหาและปรับปรุงกระบวนการผลิต{product} แล้วถ่ายทอดวิธีการที่ได้ให้นำไปใช้เอง",
            "Study and improvement of how {product} are made; the group receives the method for its own use",
        ),
        (
            "พัฒนา{product}ให้มีคุณภาพสม่ำเสมอ ทดลองผลิตร่วมกัน 3 รอบ และจัดทำเอกสารวิธีการผลิต",
            "Steady quality for {product}: three joint trial runs and written working instructions",
        ),
        (
            "ทดลองในห้องปฏิบัติการเรื่อง{topic} เลือกวิธีที่ต้นทุนเหมาะสม แล้วทดสอบตลาดร่วมกับจังหวัด",
            "Laboratory trials on {topic}, choice of an affordable method, and a market test with the province",
        ),
        (
            "จัดนักวิจัยพี่เลี้ยงร่วมพัฒนา{product}เป็นเวลา 6 เดือน พร้อมแนะนำแนวทางขอการรับรองมาตรฐาน",
            "A researcher works with the group on {product} for six months and advises on certification",
        ),
        (
            "สนับสนุนทุนวิจัยขนาดเล็กและผู้เชี่ยวชาญเรื่อง{topic} จนได้ต้นแบบที่ผู้เสนอผลิตเองได้",
            "A small research grant and an expert on {topic}, until there is a prototype the group can make itself",
        ),
    ),
    HelpKind.PACKAGING: (
        (
            "ออกแบบบรรจุภัณฑ์สำหรับ{product} 2 แบบ พร้อมต้นแบบและฉลากที่ถูกต้องตามข้อกำหนด",
            "Two packaging designs for {product}, with prototypes and labels that meet the rules",
        ),
        (
            "ทดสอบวัสดุบรรจุภัณฑ์ที่เหมาะกับ{product} และแนะนำผู้ผลิตที่รับสั่งจำนวนน้อย",
            "Tests of packaging materials for {product}, and makers that accept small orders",
        ),
        (
            "พัฒนาบรรจุภัณฑ์{product}ให้ทนการขนส่งและเก็บได้นานขึ้น ทดลองส่งจริง 2 เส้นทาง",
            "Packaging for {product} that travels and keeps better, tried on two real routes",
        ),
        (
            "จัดอบรมการเลือกบรรจุภัณฑ์และการออกแบบฉลากสำหรับ{product} พร้อมออกแบบให้ผู้เสนอ 1 รายการ",
            "Training on packaging and labels for {product}, with one design made for the group",
        ),
        (
            "ทดสอบอายุการเก็บของ{product}ในบรรจุภัณฑ์ 3 ชนิด แล้วสรุปชนิดที่คุ้มค่าที่สุด",
            "Shelf-life tests of {product} in three kinds of packaging, and a choice of the best value",
        ),
        (
            "ให้คำปรึกษาเรื่องวัสดุ การปิดผนึก และฉลากของ{product} พร้อมต้นแบบ 50 ชุดสำหรับทดลองตลาด",
            "Advice on material, sealing and labels for {product}, with 50 prototypes for a market trial",
        ),
    ),
    HelpKind.TESTING: (
        (
            "ให้บริการ{work}ในอัตราค่าธรรมเนียมกลุ่ม และออกรายงานผลภายใน 15 วันทำการ",
            "Service at group rates: {topic}; report within 15 working days",
        ),
        (
            "ส่งเจ้าหน้าที่ไป{work}ในพื้นที่ปีละ 2 ครั้ง พร้อมอธิบายผลให้เข้าใจ",
            "Staff come twice a year: {topic}, with the results explained",
        ),
        (
            "{work}ให้ครั้งแรกโดยไม่คิดค่าใช้จ่าย และแนะนำห้องปฏิบัติการใกล้พื้นที่สำหรับครั้งต่อไป",
            "The first time free of charge: {topic}; afterwards a laboratory nearby is recommended",
        ),
        (
            "อบรม{topic}เบื้องต้นให้ผู้เสนอทำเองได้ และยืนยันผลด้วยห้องปฏิบัติการของหน่วยงาน",
            "Basic training on {topic}; results are confirmed by the agency's laboratory",
        ),
        (
            "จัดรอบ{work}ร่วมกันหลายรายเพื่อลดค่าใช้จ่าย โดยนัดหมายผ่านสำนักงานจังหวัด",
            "Joint rounds to cut costs: {topic}; dates are arranged through the provincial office",
        ),
        (
            "ให้บริการ{work}ตามมาตรฐานที่คู่ค้ากำหนด พร้อมคำแนะนำเมื่อผลไม่ผ่านเกณฑ์",
            "Service to the standard that buyers ask for: {topic}; with advice where a result fails",
        ),
    ),
    HelpKind.LEARNING_CENTRE: (
        (
            "จัดทำฐานเรียนรู้เรื่อง{product} 3 ฐาน พร้อมสื่อภาษาไทยและอบรมวิทยากรประจำแหล่งเรียนรู้",
            "Three learning stations on {product}, with material in Thai and training for guides",
        ),
        (
            "ร่วมกับชุมชนออกแบบแหล่งเรียนรู้เรื่อง{product} และมอบสื่อชุดแรกภายในปีงบประมาณ",
            "A learning centre on {product} designed with the community; first material within the fiscal year",
        ),
        (
            "นำนิทรรศการและกิจกรรมเรื่อง{product}ไปจัดในพื้นที่ 3 วัน และมอบคู่มือครู",
            "Three days of exhibition and activities on {product} in the area, and a teachers' guide",
        ),
        (
            "มอบชุดสื่อและอุปกรณ์การเรียนรู้เรื่อง{product} พร้อมอบรมครูและแกนนำ 2 วัน",
            "Learning kits on {product}, with two days of training for teachers and local leaders",
        ),
        (
            "สนับสนุนผู้เชี่ยวชาญช่วยเรียบเรียงองค์ความรู้เรื่อง{product} และเผยแพร่ทางเว็บไซต์",
            "Experts help to write down what is known about {product} and publish it on the web",
        ),
        (
            "พาแกนนำไปดูงานแหล่งเรียนรู้ต้นแบบ แล้วช่วยจัดทำแผนแหล่งเรียนรู้เรื่อง{product}ของพื้นที่",
            "A study visit for local leaders, then help with a plan for a learning centre on {product}",
        ),
    ),
    HelpKind.CONSULTANCY: (
        (
            "ส่งผู้เชี่ยวชาญให้คำปรึกษาเรื่อง{topic} ณ สถานที่จริง 3 ครั้ง พร้อมรายงานข้อเสนอแนะ",
            "Three expert visits for advice on {topic}, with a written report",
        ),
        (
            "ประเมินความเหมาะสมและต้นทุนเรื่อง{topic} แล้วเสนอทางเลือกให้ผู้เสนอตัดสินใจ",
            "Assessment of suitability and cost of {topic}, with options for the group to decide on",
        ),
        (
            "เป็นที่ปรึกษาเรื่อง{topic}ตลอด 1 ปี โดยนัดประชุมทุกไตรมาสร่วมกับจังหวัด",
            "One year of advice on {topic}, with a meeting every quarter together with the province",
        ),
        (
            "จัดทำแบบและประมาณการค่าใช้จ่ายเรื่อง{topic} พร้อมแนะนำแหล่งทุนที่ขอรับการสนับสนุนได้",
            "Drawings and a cost estimate for {topic}, with advice on where to apply for funds",
        ),
        (
            "จัดคลินิกให้คำปรึกษาเรื่อง{topic}ที่ศาลากลางจังหวัด และติดตามผลทางออนไลน์ทุกเดือน",
            "A consultation day on {topic} at the provincial hall, with a monthly online follow-up",
        ),
        (
            "รวบรวมข้อมูลและกรณีศึกษาเรื่อง{topic} แล้วให้คำแนะนำเป็นรายกรณี",
            "Data and case studies on {topic}, then advice case by case",
        ),
    ),
    HelpKind.SATELLITE_IMAGES: (
        (
            "จัดทำแผนที่{product}จากภาพถ่ายดาวเทียมย้อนหลัง 10 ปี พร้อมอบรมการอ่านแผนที่",
            "Maps of {product} from ten years of satellite images, with training in reading them",
        ),
        (
            "ให้บริการข้อมูลภาพถ่ายดาวเทียมเรื่อง{product} และอบรมเจ้าหน้าที่ท้องถิ่นใช้โปรแกรมรหัสเปิด",
            "Satellite data on {product}, and training for local officers in open-source software",
        ),
        (
            "วิเคราะห์{product}ด้วยภาพถ่ายดาวเทียม ส่งมอบแผนที่กระดาษและไฟล์ดิจิทัลรายตำบล",
            "Analysis of {product} by satellite, delivered as paper maps and files for each sub-district",
        ),
        (
            "จัดทำแผนที่ออนไลน์แสดง{product} ปรับปรุงข้อมูลทุกเดือน และฝึกผู้ดูแลข้อมูล 2 คน",
            "An online map of {product}, updated monthly, and training for two data keepers",
        ),
        (
            "สำรวจภาคสนามร่วมกับชุมชน และจัดทำแผนที่{product}ที่ทุกฝ่ายใช้ร่วมกัน",
            "A field survey with the community, and a map of {product} that all sides share",
        ),
        (
            "มอบภาพถ่ายดาวเทียมรายละเอียดสูงของพื้นที่ พร้อมฝึกแกนนำจัดทำข้อมูล{product}",
            "High-resolution images of the area, and training for local leaders to record {product}",
        ),
    ),
    HelpKind.EQUIPMENT: (
        (
            "สนับสนุน{product} 1 ชุดให้ยืมใช้ 1 ปี พร้อมฝึกผู้ดูแลและคู่มือบำรุงรักษา",
            "Loan of {product} for one year, with training for the keeper and a maintenance guide",
        ),
        (
            "ออกแบบและสร้างต้นแบบ{product}ที่ช่างในพื้นที่ซ่อมเองได้ พร้อมมอบแบบสำหรับผลิต",
            "Design and prototype of {product} that local mechanics can repair, with drawings for making more",
        ),
        (
            "ติดตั้ง{product}เพื่อทดลองใช้ 1 จุด ติดตามผล 3 เดือนก่อนขยายผล",
            "Trial of {product} at one site, followed up for three months before more are built",
        ),
        (
            "จัดหา{product}ร่วมกับงบประมาณของท้องถิ่น และอบรมการใช้งานอย่างปลอดภัย",
            "Purchase of {product} shared with the local budget, and training in safe use",
        ),
        (
            "ทดสอบสมรรถนะของ{product}ในพื้นที่จริง แล้วส่งมอบพร้อมอะไหล่สำรอง",
            "Field test of {product}, then handover with spare parts",
        ),
        (
            "ปรับแบบ{product}ให้เหมาะกับกำลังผลิตของกลุ่ม และสอนการประกอบและซ่อมแซม",
            "Design of {product} fitted to the group's output, with lessons in assembly and repair",
        ),
    ),
}

#: What a further agency adds beside the first, by kind of help.
SUPPORTING_ANSWERS: dict[str, tuple[Pair, ...]] = {
    HelpKind.TECHNOLOGY_TRANSFER: (
        (
            "ส่งวิทยากรอบรมความรู้เรื่อง{product} 1 วัน ต่อเนื่องจากงานของหน่วยงานหลัก",
            "A trainer for one day on {product}, following the leading agency's work",
        ),
        (
            "ถ่ายทอดความรู้เรื่อง{product}ผ่านคลินิกเทคโนโลยีในจังหวัด 2 ครั้ง",
            "Two sessions on {product} through the technology clinic in the province",
        ),
        (
            "จัดทำคู่มือและวีดิทัศน์เรื่อง{product} พร้อมฝึกแกนนำ 5 คน",
            "A manual and a video on {product}, and training for five local leaders",
        ),
    ),
    HelpKind.PRODUCT_DEVELOPMENT: (
        (
            "ร่วมพัฒนา{product}ในส่วนรูปแบบและมาตรฐานสินค้า",
            "Joint development of {product}: design and product standard",
        ),
        (
            "สนับสนุนทุนต่อยอด{product}สู่ตลาด และจัดที่ปรึกษาธุรกิจ 3 ครั้ง",
            "Funds to bring {product} to market, and three sessions of business advice",
        ),
        (
            "ทดลองผลิต{product}ระดับนำร่องที่โรงงานต้นแบบของหน่วยงาน",
            "Pilot production of {product} at the agency's pilot plant",
        ),
    ),
    HelpKind.PACKAGING: (
        (
            "ออกแบบฉลากและบรรจุภัณฑ์{product} 1 แบบ พร้อมไฟล์พร้อมพิมพ์",
            "One label and package design for {product}, ready to print",
        ),
        (
            "ทดสอบการรั่วซึมและการปิดผนึกของบรรจุภัณฑ์{product} พร้อมข้อเสนอแนะ",
            "Leak and sealing tests of packages for {product}, with advice",
        ),
    ),
    HelpKind.TESTING: (
        (
            "ทดสอบคุณภาพและความปลอดภัยของ{product} 5 ตัวอย่าง และออกรายงานผล",
            "Quality and safety tests of five samples: {product}; with a report",
        ),
        (
            "ตรวจวิเคราะห์{product}ก่อนและหลังการปรับปรุง เพื่อยืนยันผลที่ได้",
            "Analysis before and after the improvement to confirm the result: {product}",
        ),
        (
            "รับทดสอบ{product}ในอัตราครึ่งราคาตลอดระยะเวลาโครงการ",
            "Tests at half price for the length of the project: {product}",
        ),
    ),
    HelpKind.LEARNING_CENTRE: (
        (
            "มอบสื่อเรียนรู้เรื่อง{product} 1 ชุด และจัดกิจกรรมเปิดตัวร่วมกับพื้นที่",
            "A set of learning material on {product}, and an opening event with the community",
        ),
        (
            "อบรมวิทยากรท้องถิ่นให้ถ่ายทอดเรื่อง{product}แก่เยาวชน",
            "Training for local guides who teach young people about {product}",
        ),
    ),
    HelpKind.CONSULTANCY: (
        (
            "ให้คำปรึกษาเรื่องมาตรฐาน ต้นทุน และการใช้ประโยชน์{product}ตลอดโครงการ",
            "Advice on standards, cost and use throughout the project: {product}",
        ),
        (
            "จัดที่ปรึกษาลงพื้นที่ 2 ครั้ง เพื่อช่วยแก้ปัญหาเรื่อง{product}",
            "Two visits by an adviser to help with problems: {product}",
        ),
        (
            "ประสานผู้เชี่ยวชาญจากมหาวิทยาลัยในภูมิภาคให้คำแนะนำเรื่อง{product}",
            "An expert of a university in the region gives advice: {product}",
        ),
        (
            "ให้คำปรึกษาการเขียนโครงการและแหล่งทุนสำหรับงานเรื่อง{product}",
            "Advice on writing a project and finding funds: {product}",
        ),
    ),
    HelpKind.SATELLITE_IMAGES: (
        (
            "จัดเตรียมภาพถ่ายดาวเทียมและข้อมูลภูมิสารสนเทศประกอบงานเรื่อง{product}",
            "Satellite images and geo-information for the work on {product}",
        ),
        (
            "จัดทำแผนที่ฐานของพื้นที่และอบรมการใช้แผนที่ในงานเรื่อง{product}",
            "A base map of the area, and training in its use for the work on {product}",
        ),
    ),
    HelpKind.EQUIPMENT: (
        (
            "ให้ยืมเครื่องมือที่ใช้กับงานเรื่อง{product} 6 เดือน พร้อมเจ้าหน้าที่แนะนำการใช้",
            "Loan of equipment for six months with staff who show its use: {product}",
        ),
        (
            "สร้างเครื่องต้นแบบสำหรับงานเรื่อง{product} และทดสอบร่วมกับกลุ่ม",
            "A prototype machine, tested together with the group: {product}",
        ),
    ),
}

DETAILS: dict[str, tuple[Pair, ...]] = {
    HelpKind.TECHNOLOGY_TRANSFER: (
        (
            (
                "สำรวจพื้นที่และความพร้อมของผู้เข้าอบรมก่อน จากนั้นอบรมภาคทฤษฎีครึ่งวันและฝึกปฏิบัติวันครึ่ง "
                "ผู้เสนอจัดสถานที่และคัดเลือกผู้เข้าอบรมไม่เกิน 40 คน"
            ),
            (
                "A site visit comes first, then half a day of theory and one and a half days "
                "of practice. The group provides the place and selects up to 40 people."
            ),
        ),
        (
            "หน่วยงานรับผิดชอบวิทยากร วัสดุฝึก และคู่มือ จังหวัดช่วยประสานสถานที่ เมื่อครบ 3 เดือนจะลงพื้นที่ติดตามผลและแก้ปัญหาที่พบ",
            (
                "The agency provides trainers, materials and manuals; the province arranges the "
                "place. After three months staff return to see the result and solve problems."
            ),
        ),
    ),
    HelpKind.PRODUCT_DEVELOPMENT: (
        (
            "ขั้นแรกเก็บตัวอย่างและวิเคราะห์ปัญหา ขั้นที่สองทดลองปรับปรุงในห้องปฏิบัติการ ขั้นสุดท้ายทดลองผลิต ณ สถานที่ของผู้เสนอ",
            (
                "First samples are taken and the problem analysed, then improvements are "
                "tried in the laboratory, and at last in the group's own place."
            ),
        ),
        (
            "ผู้เสนอจัดเตรียมวัตถุดิบและแรงงาน หน่วยงานรับผิดชอบค่าวิเคราะห์ทดสอบและค่าใช้จ่ายของนักวิจัย",
            "The group provides raw material and labour; the agency bears the cost of tests and researchers.",
        ),
    ),
    HelpKind.PACKAGING: (
        (
            "นัดหารือโจทย์การออกแบบกับผู้เสนอ 1 ครั้ง ส่งแบบให้เลือก 3 แบบ แล้วจัดทำต้นแบบจริงเพื่อทดสอบก่อนสั่งผลิต",
            (
                "One meeting on the brief, three drafts to choose from, "
                "then real prototypes for testing before any order."
            ),
        ),
    ),
    HelpKind.TESTING: (
        (
            "ผู้เสนอส่งตัวอย่างหรือนัดหมายล่วงหน้าอย่างน้อย 10 วันทำการ ผลทดสอบส่งเป็นเอกสารภาษาไทย พร้อมคำอธิบายวิธีอ่านผล",
            (
                "Samples or appointments are arranged at least 10 working "
                "days ahead. Results come in Thai with an explanation."
            ),
        ),
    ),
    HelpKind.LEARNING_CENTRE: (
        (
            "ประชุมร่วมกับพื้นที่เพื่อกำหนดเนื้อหา จัดทำสื่อและทดลองใช้กับกลุ่มเป้าหมายก่อนส่งมอบ พื้นที่แต่งตั้งผู้ดูแลประจำอย่างน้อย 2 คน",
            (
                "A meeting settles the contents; material is tried with its users "
                "before handover. The community names at least two keepers."
            ),
        ),
    ),
    HelpKind.CONSULTANCY: (
        (
            "ที่ปรึกษาศึกษาข้อมูลเบื้องต้นจากจังหวัดก่อนลงพื้นที่ และส่งรายงานข้อเสนอแนะภายใน 30 วันหลังการเยี่ยมแต่ละครั้ง",
            "The adviser studies the province's data first and reports within 30 days of each visit.",
        ),
    ),
    HelpKind.SATELLITE_IMAGES: (
        (
            "ใช้ข้อมูลดาวเทียมร่วมกับการตรวจสอบภาคสนาม พื้นที่จัดผู้แทนร่วมเดินสำรวจและให้ความเห็นต่อร่างแผนที่ก่อนส่งมอบ",
            (
                "Satellite data are checked in the field. The community sends "
                "people for the survey and comments on the draft maps."
            ),
        ),
    ),
    HelpKind.EQUIPMENT: (
        (
            "ผู้เสนอเตรียมสถานที่และไฟฟ้าให้พร้อม หน่วยงานขนส่ง ติดตั้ง และทดสอบเครื่อง พร้อมสอนการใช้งานและการบำรุงรักษาเบื้องต้น",
            (
                "The group prepares the place and power; the agency brings, "
                "installs and tests the machine and teaches its use and care."
            ),
        ),
    ),
}

#: Titles of parts, where a request is divided among several answers.
PART_TITLES: dict[str, Pair] = {
    HelpKind.TECHNOLOGY_TRANSFER: ("ถ่ายทอดความรู้และฝึกปฏิบัติ", "Know-how and practice"),
    HelpKind.PRODUCT_DEVELOPMENT: ("พัฒนาผลิตภัณฑ์", "Product development"),
    HelpKind.PACKAGING: ("บรรจุภัณฑ์และฉลาก", "Packaging and labels"),
    HelpKind.TESTING: ("ทดสอบและรับรองคุณภาพ", "Testing and quality"),
    HelpKind.LEARNING_CENTRE: ("แหล่งเรียนรู้และสื่อ", "Learning centre and material"),
    HelpKind.CONSULTANCY: ("ให้คำปรึกษา", "Advice"),
    HelpKind.SATELLITE_IMAGES: ("ภาพถ่ายดาวเทียมและแผนที่", "Satellite images and maps"),
    HelpKind.EQUIPMENT: ("เครื่องมือและอุปกรณ์", "Equipment"),
}

#: Baht, lowest and highest, by kind of help.
BUDGETS: dict[str, tuple[int, int]] = {
    HelpKind.TECHNOLOGY_TRANSFER: (18_000, 120_000),
    HelpKind.PRODUCT_DEVELOPMENT: (60_000, 380_000),
    HelpKind.PACKAGING: (35_000, 150_000),
    HelpKind.TESTING: (4_500, 60_000),
    HelpKind.LEARNING_CENTRE: (80_000, 750_000),
    HelpKind.CONSULTANCY: (6_000, 45_000),
    HelpKind.SATELLITE_IMAGES: (15_000, 90_000),
    HelpKind.EQUIPMENT: (70_000, 520_000),
}
BUDGET_SOURCES = (
    "งบประมาณรายจ่ายประจำปีของหน่วยงาน",
    "งบบูรณาการพัฒนาจังหวัดและกลุ่มจังหวัด",
    "งบประมาณของหน่วยงานร่วมกับเงินสมทบของผู้เสนอ",
    "เงินรายได้ของหน่วยงาน",
    "งบพัฒนาจังหวัด",
)
#: People, lowest and highest, by kind of help.
PEOPLE_REACHED: dict[str, tuple[int, int]] = {
    HelpKind.TECHNOLOGY_TRANSFER: (22, 85),
    HelpKind.PRODUCT_DEVELOPMENT: (8, 40),
    HelpKind.PACKAGING: (6, 35),
    HelpKind.TESTING: (5, 60),
    HelpKind.LEARNING_CENTRE: (120, 900),
    HelpKind.CONSULTANCY: (4, 30),
    HelpKind.SATELLITE_IMAGES: (15, 140),
    HelpKind.EQUIPMENT: (10, 70),
}

# ------------------------------------------------------------------------------------------- refusals, questions, ends

DECLINES: dict[str, Pair] = {
    DeclineReason.NOT_OURS: (
        "เรื่องนี้อยู่นอกภารกิจของหน่วยงาน เสนอให้หน่วยงานที่ดูแลเรื่องนี้โดยตรงรับพิจารณา",
        "Outside our mission; the agency in charge of the matter should consider it",
    ),
    DeclineReason.NO_MEANS: (
        "งบประมาณและบุคลากรของปีนี้ผูกพันเต็มแล้ว หากยังต้องการความช่วยเหลือขอให้เสนออีกครั้งในปีงบประมาณถัดไป",
        "This year's budget and staff are fully committed; please ask again next fiscal year",
    ),
    DeclineReason.NOT_READY: (
        "เทคโนโลยีที่ต้องการยังอยู่ในขั้นทดลอง คาดว่าจะพร้อมถ่ายทอดหลังทดสอบภาคสนามแล้วเสร็จ",
        "The technology is still on trial and can be passed on after field tests",
    ),
    DeclineReason.NOT_FEASIBLE: (
        "สำรวจแล้วพบว่าปริมาณวัตถุดิบและสภาพพื้นที่ไม่เหมาะกับเทคโนโลยีนี้ การลงทุนจะไม่คุ้มค่า",
        "After a survey: raw material and site do not suit this technology, and the cost would not pay",
    ),
    DeclineReason.DONE_BY_OTHERS: (
        "มีหน่วยงานอื่นดำเนินโครงการลักษณะเดียวกันในอำเภอนี้อยู่แล้ว จึงแนะนำให้เข้าร่วมโครงการดังกล่าว",
        "Another body runs a similar project in this district; we recommend joining it",
    ),
}
CANCELLATIONS: tuple[Pair, ...] = (
    (
        "ยกเลิกโดยความเห็นชอบของหน่วยงาน เนื่องจากงานส่วนนี้รวมอยู่ในคำตอบของอีกหน่วยงานหนึ่งแล้ว",
        "Cancelled with the agency's consent: this part is covered by another agency's answer",
    ),
    (
        "ยกเลิกโดยความเห็นชอบของหน่วยงาน เนื่องจากผู้เสนอขอปรับขอบเขตงาน",
        "Cancelled with the agency's consent: the group asked to change the scope",
    ),
)
REQUEST_DECLINES: dict[str, Pair] = {
    RequestDeclineReason.OTHER_BODY: (
        "เรื่องนี้เป็นภารกิจของกรมส่งเสริมการเกษตร ได้แนะนำให้ติดต่อสำนักงานเกษตรอำเภอแล้ว",
        "This is the task of the Department of Agricultural Extension; the district office has been recommended",
    ),
    RequestDeclineReason.NOT_SCIENCE: (
        "เป็นการขอรับเงินทุนประกอบอาชีพ ซึ่งโครงการนี้ไม่มีให้ ได้แนะนำสำนักงานพัฒนาชุมชนจังหวัดแทน",
        (
            "A request for working capital, which this programme does not "
            "give; the community development office was recommended"
        ),
    ),
    RequestDeclineReason.NOT_READY: (
        "ต้องได้รับอนุญาตใช้พื้นที่ก่อน จึงยังรับไม่ได้ เมื่อได้รับอนุญาตแล้วสามารถเสนอใหม่ผ่านสำนักงานจังหวัด",
        "Permission to use the land is needed first; the request can then be made again through the provincial office",
    ),
}
RETURN_QUESTIONS = (
    "โปรดระบุจำนวนสมาชิกกลุ่ม กำลังการผลิตต่อเดือน และปัญหาที่พบให้ชัดเจน ภายใน 10 วันทำการ",
    "โปรดแจ้งสถานที่ผลิตและผู้ประสานงานของกลุ่ม พร้อมภาพถ่ายประกอบ ภายใน 10 วันทำการ",
    "เนื้อหาซ้ำกับเรื่องที่กลุ่มเสนอไว้เดิม โปรดระบุส่วนที่ต้องการเพิ่มเติม ภายใน 10 วันทำการ",
)
INFO_QUESTIONS: tuple[Pair, ...] = (
    (
        "ขอทราบปริมาณวัตถุดิบต่อปีและจำนวนสมาชิกที่พร้อมเข้าร่วม",
        "How much raw material is there in a year, and how many members would take part?",
    ),
    ("ขอภาพถ่ายและผลตรวจครั้งก่อน ถ้ามี", "Photographs and earlier test results, if there are any, please"),
    (
        "ขอทราบสถานที่ดำเนินการและความพร้อมของไฟฟ้าและน้ำ",
        "Where would the work take place, and are power and water available?",
    ),
)
WITHDRAWALS = (
    "กลุ่มได้รับความช่วยเหลือจากองค์การบริหารส่วนจังหวัดแล้ว จึงขอถอนเรื่อง",
    "สมาชิกกลุ่มเปลี่ยนไปผลิตสินค้าอื่น จึงขอถอนเรื่อง",
)
MERGE_REASON = "เป็นความต้องการเดียวกันของสองชุมชน เสนอให้หน่วยงานตอบร่วมกัน"
REOPEN_DECLINED_REASON = "จังหวัดส่งข้อมูลเพิ่มเติมภายใน 30 วัน แสดงว่าเรื่องอยู่ในขอบเขตโครงการ"
REOPEN_CLOSED_REASON = "จังหวัดแจ้งภายหลังว่าผลงานยังใช้งานไม่ได้ตามที่ตกลง"
NOT_SATISFIED: Pair = (
    "จังหวัดยังไม่ยืนยันผล: ใช้งานได้บางส่วน ขอให้หน่วยงานกลับไปแก้ไข",
    "Not confirmed by the province: works in part, the agency is asked to mend it",
)
SATISFIED: tuple[Pair, ...] = (
    ("ผู้เสนอใช้ประโยชน์ได้จริงและพอใจผลงาน", "The community uses the result and is satisfied"),
    ("ตรวจเยี่ยมแล้ว งานเป็นไปตามที่ตกลง", "Visited; the work is as agreed"),
    (
        "กลุ่มดำเนินการต่อเองได้ ขอให้ติดตามผลอีกครั้งใน 6 เดือน",
        "The group carries on by itself; a follow-up in six months is asked for",
    ),
)
CLOSINGS: dict[str, tuple[Pair, ...]] = {
    "met": (
        (
            "ผู้เสนอได้รับความช่วยเหลือครบตามที่ขอ จังหวัดยืนยันผลแล้ว",
            "The community received all it asked for; confirmed by the province",
        ),
        (
            "หน่วยงานส่งมอบครบทุกส่วน และกลุ่มนำไปใช้ในการผลิตจริงแล้ว",
            "All parts were delivered, and the group uses them in production",
        ),
    ),
    "partly_met": (
        ("ส่งมอบแล้วบางส่วน ส่วนที่เหลือผู้เสนอจะเสนอเป็นเรื่องใหม่", "Delivered in part; the rest will be asked for anew"),
        (
            "ปัญหาหลักได้รับการแก้ไข แต่ยังมีส่วนที่ไม่มีหน่วยงานรับดำเนินการ",
            "The main problem is solved, but for one part no agency was found",
        ),
    ),
    "not_met": (
        (
            "ส่งมอบแล้วแต่ผลไม่เป็นไปตามที่ผู้เสนอต้องการ และไม่มีการยืนยันจากจังหวัดภายใน 60 วัน",
            "Delivered, but not what was needed, and not confirmed by the province within 60 days",
        ),
    ),
}

# ------------------------------------------------------------------------------------------------------------ outcomes

#: Unit, baseline (lowest, highest) and growth to the actual value in per cent (lowest, highest), by indicator. The
#: unit is the same for all rows of an indicator, so that rows of one indicator can be added or compared.
MEASURES: dict[str, tuple[Pair, tuple[int, int], tuple[int, int]]] = {
    Indicator.JOBS: (("คน", "people"), (0, 4), (0, 0)),
    Indicator.INCOME: (("บาทต่อเดือน", "baht per month"), (3_500, 9_500), (115, 160)),
    Indicator.EXPENSES: (("บาทต่อปี", "baht per year"), (12_000, 60_000), (55, 88)),
    Indicator.VALUE: (("บาทต่อปี", "baht per year"), (40_000, 220_000), (120, 185)),
    Indicator.QUALITY: (("ร้อยละที่ผ่านเกณฑ์", "per cent that pass"), (48, 72), (115, 135)),
    Indicator.PROCESS: (("ร้อยละของขั้นตอนที่ปรับปรุง", "per cent of steps improved"), (10, 30), (200, 310)),
    Indicator.TRAINED: (("คน", "people"), (0, 0), (0, 0)),
}
EVIDENCE = (
    "บันทึกรายรับรายจ่ายของผู้เสนอ ตรวจโดยสำนักงานจังหวัด",
    "รายงานผลการทดสอบของหน่วยงาน",
    "ใบลงทะเบียนผู้เข้าร่วมและภาพถ่ายกิจกรรม",
    "แบบสำรวจของจังหวัดเมื่อสิ้นสุดโครงการ",
)

# ---------------------------------------------------------------------------------------------------------- requesters

#: By the data file's `requester_type`: sector, name, and names to prefer when the need's own text has the word.
REQUESTERS: dict[str, tuple[Sector, Pair, dict[str, Pair]]] = {
    "farmers' group or co-operative": (
        Sector.PEOPLE,
        ("กลุ่มเกษตรกร", "Farmers' group"),
        {"สหกรณ์": ("สหกรณ์การเกษตร", "Agricultural co-operative"), "ประมง": ("กลุ่มประมงพื้นบ้าน", "Fishers' group")},
    ),
    "OTOP or housewives' group": (
        Sector.PEOPLE,
        ("กลุ่มผู้ผลิต OTOP", "OTOP producers' group"),
        {"แม่บ้าน": ("กลุ่มแม่บ้าน", "Housewives' group"), "สตรี": ("กลุ่มสตรี", "Women's group")},
    ),
    "small or medium enterprise": (Sector.PRIVATE, ("ผู้ประกอบการ SME", "Small or medium enterprise"), {}),
    "local administration": (
        Sector.PUBLIC,
        ("องค์กรปกครองส่วนท้องถิ่น", "Local administration"),
        {"อบต.": ("องค์การบริหารส่วนตำบล", "Sub-district administration"), "เทศบาล": ("เทศบาล", "Municipality")},
    ),
    "community": (Sector.PEOPLE, ("ชุมชน", "Community"), {}),
    "school": (Sector.PUBLIC, ("โรงเรียน", "School"), {}),
    "provincial office": (Sector.PUBLIC, ("หน่วยงานจังหวัด", "Provincial office"), {}),
    "health facility": (Sector.PUBLIC, ("สถานพยาบาล", "Health facility"), {}),
}


def with_words(pair: Pair, subject: Subject) -> Pair:
    """The pair with the subject's words in it; the English sentence gets its capital."""
    thai, english = pair
    filled = english.format(product=subject.product_en, topic=subject.topic_en)
    return (
        thai.format(product=subject.product_th, topic=subject.topic_th, work=subject.work_th),
        filled[:1].upper() + filled[1:],
    )


#: First steps of an agency's work, and what they are called when they are done.
FIRST_STEPS: tuple[Pair, ...] = (
    ("ลงพื้นที่สำรวจและเก็บข้อมูลร่วมกับกลุ่ม", "Site visit and survey with the group"),
    ("ประชุมเตรียมงานกับกลุ่มผู้เสนอและสำนักงานจังหวัด", "Preparatory meeting with the group and the provincial office"),
)
LAST_STEPS: tuple[Pair, ...] = (
    ("อบรมเชิงปฏิบัติการและทดลองใช้ในพื้นที่", "Hands-on training and trial on site"),
    ("ทดสอบผลและส่งมอบคู่มือ", "Test of the results and hand-over of the manual"),
)
FOLLOW_UP_NOTES = (
    "กลุ่มยังใช้เทคโนโลยีต่อเนื่อง และสมาชิกสอนกันเองได้แล้ว",
    "ใช้งานอยู่ แต่ขอคำแนะนำเพิ่มเรื่องการดูแลรักษาเครื่อง",
    "ยอดขายดีขึ้น กลุ่มเตรียมขอมาตรฐานผลิตภัณฑ์",
)
