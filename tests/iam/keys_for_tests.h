// Keys and certificates made for these tests with openssl; they open nothing.
#pragma once
#include <string>

namespace lambent::iam {

// Certificate and key of one.example.com; two more certificates of another key.
inline const std::string kCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIUU3USQaK/ZylYNv7TADcHIzj3EwYwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPb25lLmV4YW1wbGUuY29tMCAXDTI2MTEyOTA1NDMyOVoYDzIx
MjYxMTA1MDU0MzI5WjAaMRgwFgYDVQQDDA9vbmUuZXhhbXBsZS5jb20wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAQaCC/q4TB5L8+5hoGPRHBwp3jYg3nTI12rvV20
7McoP6aApqsOi7hmaVzk6mk1jx4lDjt97juU2gR5tWqTZvZ1o1MwUTAdBgNVHQ4E
FgQUrVItZXRHIUM/4MewI50Kj2kkX1MwHwYDVR0jBBgwFoAUrVItZXRHIUM/4Mew
I50Kj2kkX1MwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAaBmJq
Q1R1lWMpFK6JzBjad7F4vhJQaILi93UpUsZO9AIhAPT26vWdKw2KBsVSDjXgs9QO
jqNPhOZC3PbiB8orpzH/
-----END CERTIFICATE-----
)";
inline const std::string kCertificateKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgfNq1GWAAwV8WY7T1
S2NMWI7cCXMuzV61d1vEVWD63SKhRANCAAQaCC/q4TB5L8+5hoGPRHBwp3jYg3nT
I12rvV207McoP6aApqsOi7hmaVzk6mk1jx4lDjt97juU2gR5tWqTZvZ1
-----END PRIVATE KEY-----
)";
inline const std::string kSecondCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBjDCCATGgAwIBAgIUSiIBrFlT5fd63ZRzodAIgNBPfdQwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPdHdvLmV4YW1wbGUuY29tMCAXDTI2MTEyOTA1NDMzNVoYDzIx
MjYxMTA1MDU0MzM1WjAaMRgwFgYDVQQDDA90d28uZXhhbXBsZS5jb20wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAATEPaUSV7qhyQToxtAB1gDBqiBgTfV4DFwK4Kha
iXwhcfTs/YI0JgrFdWpBra3w8j5/DCV7fyMGMyQpsaKadQuTo1MwUTAdBgNVHQ4E
FgQUg31aK/RDXTE2+mE5F+nTb5rl7FUwHwYDVR0jBBgwFoAUg31aK/RDXTE2+mE5
F+nTb5rl7FUwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA6xee
YB0idtFk1CvP2x1MV0zzZDqgYYQCFIxKVzLwadkCIQCPpFPvIJDn1ye7oDjzba8P
m8jAuVlWsN6/DPJhOvHpPw==
-----END CERTIFICATE-----
)";
inline const std::string kThirdCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBjzCCATWgAwIBAgIUQ/mnrcuSIIcd+6vkIf5ZQwRV2/kwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRdGhyZWUuZXhhbXBsZS5jb20wIBcNMjYxMTI5MDU0MzM1WhgP
MjEyNjExMDUwNTQzMzVaMBwxGjAYBgNVBAMMEXRocmVlLmV4YW1wbGUuY29tMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExD2lEle6ockE6MbQAdYAwaogYE31eAxc
CuCoWol8IXH07P2CNCYKxXVqQa2t8PI+fwwle38jBjMkKbGimnULk6NTMFEwHQYD
VR0OBBYEFIN9Wiv0Q10xNvphORfp02+a5exVMB8GA1UdIwQYMBaAFIN9Wiv0Q10x
NvphORfp02+a5exVMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIh
AJVH0xYsQGq1YBYY9gIV+QHPI3pZIvnECPhnT5RWa9HRAiAhPcIXCiqDqWyVcO1N
Ia2l0OyS/KhZUwRnL5aoXMuyOA==
-----END CERTIFICATE-----
)";
inline const std::string kOtherKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgvE4s3O+QwSS85jnh
qh+oLABAkJ+THyqV35DnjBv6lbuhRANCAATEPaUSV7qhyQToxtAB1gDBqiBgTfV4
DFwK4KhaiXwhcfTs/YI0JgrFdWpBra3w8j5/DCV7fyMGMyQpsaKadQuT
-----END PRIVATE KEY-----
)";

// An RSA key of 2048 bits: as an SSH line, as PEM, and its modulus as in a JWK.
inline const std::string kSshKey =
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCQVIx7KLE6cANALb1WJpJYA/evxhE0v8aPCqwZIa7fB09l4IHTzyZj1fynkdEr1bAxadjsSVaCAnX1llSXhNPgpXdJsdKoBJL1bZb6K3uJh5aHB3"
    "X8M8/Yyc7iJlp9WBvqe5i/lVaKuQgErAXWNft9Wa6MdsoS+hSie/9bN16hp2Seae7Hzggyn+vQbZwzqBUJnwvSxgjGmeh6hU07xNrHMLytzTCxJOxK47j4SPK0AQ0FSd3watrlsqp4RKXhqbNlF8Yv"
    "dxn2YfRfNzWzcAXofuEQM2I5GGOL/pfk8cSNZypWFPoaAKIlc6HMIidOuxf+VKmry23venYYxX1DFoLd";
inline const std::string kRsaPem = R"(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAkFSMeyixOnADQC29ViaS
WAP3r8YRNL/GjwqsGSGu3wdPZeCB088mY9X8p5HRK9WwMWnY7ElWggJ19ZZUl4TT
4KV3SbHSqASS9W2W+it7iYeWhwd1/DPP2MnO4iZafVgb6nuYv5VWirkIBKwF1jX7
fVmujHbKEvoUonv/Wzdeoadknmnux84IMp/r0G2cM6gVCZ8L0sYIxpnoeoVNO8Ta
xzC8rc0wsSTsSuO4+EjytAENBUnd8Gra5bKqeESl4amzZRfGL3cZ9mH0Xzc1s3AF
6H7hEDNiORhji/6X5PHEjWcqVhT6GgCiJXOhzCInTrsX/lSpq8tt73p2GMV9QxaC
3QIDAQAB
-----END PUBLIC KEY-----
)";
inline const std::string kModulus =
    "kFSMeyixOnADQC29ViaSWAP3r8YRNL_GjwqsGSGu3wdPZeCB088mY9X8p5HRK9WwMWnY7ElWggJ19ZZUl4TT4KV3SbHSqASS9W2W-it7iYeWhwd1_DPP2MnO4iZafVgb6nuYv5VWirkIBKwF1jX7fV"
    "mujHbKEvoUonv_Wzdeoadknmnux84IMp_r0G2cM6gVCZ8L0sYIxpnoeoVNO8TaxzC8rc0wsSTsSuO4-EjytAENBUnd8Gra5bKqeESl4amzZRfGL3cZ9mH0Xzc1s3AF6H7hEDNiORhji_6X5PHEjWcq"
    "VhT6GgCiJXOhzCInTrsX_lSpq8tt73p2GMV9QxaC3Q";

// {"iss":"https://id.example.com","sub":"user-0001","aud":"app","exp":4102444800}, signed with it (kid "k1").
inline const std::string kSignedToken =
    "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tIiwic3ViIjoidXNlci0wMDAxIiwiYXVkIjoiYXBwIiwiZXhwIjo0MTAyND"
    "Q0ODAwfQ.NIVfOLtWXETeSYa3h-xtVB_T-gNE1CMYsOk6M8U_fYaOsvHC98AnfZe7BlfioHoqW49gQo6LftBL73J1EC_YsfmRBz5jQnjPygNRjhbSlIDJ_opeFe6QxrMamMUobseDspcFE13z2QRCy"
    "y6_ohfS64fpoKTX4g_eLZKIYujew-o5ZS1KTQwRttdT5RA4oI_2qYGx-lN5I9Fwb0zmeDUgasjn2R2ZFZwK05ouHBmDnlsyhDa1Q7snwYWbd8mWpk1qorxx9UgXAgeOmWO0ctnodYD76mTqjlIx2VD"
    "FLjqxVAeMmsh1P-5FJzKLMmx5JjMzn7uR8YCzXw_6TtOuVhHw8A";

}  // namespace lambent::iam
